package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.run.Stage;
import io.oreo.store.RunFolder;
import io.oreo.testing.MemoryStore;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run goes through all its stages and is a function of its settings. */
class WholeRunTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(SmallRun.Kind.class)
    void equalSettingsGiveEqualDigests(SmallRun.Kind kind) throws Exception {
        SmallRun.importInto(folder.resolve("data"));
        int iterations = kind == SmallRun.Kind.SUMS ? 2 : 1;
        SmallRun run = SmallRun.of(kind, iterations, 1, folder.resolve("data"));
        assertEquals(digest(run, "first"), digest(run, "second"));
    }

    private String digest(SmallRun run, String name) throws InterruptedException {
        try (RunFolder files = RunFolder.open(folder, name)) {
            RunContext context = run.context(files, new MemoryStore(Instant::now).opened());
            new Runner(context).complete();
            assertEquals(Stage.DONE, context.state().stage());
            return context.state().reportDigest().orElseThrow();
        }
    }
}
