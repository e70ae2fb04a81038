package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.oreo.run.RunListener;
import io.oreo.run.Stage;
import io.oreo.store.RunFolder;
import io.oreo.testing.InlinePool;
import io.oreo.testing.MemoryStore;
import io.oreo.worker.WorkerPool;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who interrupts a run is told so, whatever the run was at. */
class InterruptedRunTest {

    @TempDir private Path folder;

    @Test
    void anInterruptionWhileAShardIsWrittenIsNoFailureOfTheDisk() throws Exception {
        SmallRun run = SmallRun.of(SmallRun.Kind.SUMS, 1, 1, folder);
        MemoryStore memory = new MemoryStore(Instant::now);
        try (RunFolder files = RunFolder.open(folder, "run")) {
            new Runner(run.context(files, memory.opened()))
                    .run(state -> state.stage() == Stage.GRADING);
            WorkerPool pool = new InlinePool(run.worker());
            RunContext interrupted =
                    run.context(
                            files, memory.opened(), SmallRun.pools(pool, pool), new Impatient());
            assertThrows(InterruptedException.class, () -> new Runner(interrupted).complete());
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(Stage.GRADING, interrupted.state().stage());
            RunContext again = run.context(files, memory.opened());
            new Runner(again).complete();
            assertEquals(Stage.DONE, again.state().stage());
        }
    }

    /** Interrupts as soon as something begins. */
    private static final class Impatient implements RunListener {

        @Override
        public void started(String what, String unit, long done, long total) {
            Thread.currentThread().interrupt();
        }

        @Override
        public void advanced(long done, String detail) {
            // It waits for nothing.
        }

        @Override
        public void finished(String summary) {
            // Likewise.
        }

        @Override
        public void note(String text) {
            // Likewise.
        }
    }
}
