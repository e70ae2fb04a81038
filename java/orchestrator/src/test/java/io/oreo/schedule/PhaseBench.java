package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.oreo.run.RunState;
import io.oreo.run.Stage;
import io.oreo.store.RunFolder;
import io.oreo.store.RunStore;
import io.oreo.store.StoreException;
import io.oreo.testing.MemoryStore;
import io.oreo.testing.StoreAround;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A run that stands right before a phase, as often as a test wants it. */
final class PhaseBench {

    private final Path folder;
    private final SmallRun run;
    private final Function<RunContext, Phase> phase;
    private final MemoryStore before = new MemoryStore(() -> Instant.EPOCH);
    private int runs;

    /**
     * What a phase left behind.
     *
     * @param events that it wrote
     * @param files all files of the run, by name
     */
    record Left(
            RunState state,
            List<RunStore.EventRow> events,
            List<RunStore.MetricRow> metrics,
            List<RunStore.ResultRow> results,
            List<String> files) {

        /** Types of the events, in order. */
        List<String> types() {
            return events.stream().map(RunStore.EventRow::type).toList();
        }
    }

    PhaseBench(Path folder, SmallRun run, Function<RunContext, Phase> phase) {
        this.folder = folder;
        this.run = run;
        this.phase = phase;
    }

    /** Carries the run on to a stage of an iteration. */
    PhaseBench at(Stage stage, int iteration) throws InterruptedException {
        try (RunFolder files = RunFolder.open(folder, "before")) {
            new Runner(run.context(files, before.opened()))
                    .run(state -> state.stage() == stage && state.iteration() == iteration);
        }
        return this;
    }

    /** The phase alone. */
    Left whole() throws Exception {
        MemoryStore store = before.copy();
        try (RunFolder files = copy()) {
            return work(files, store.opened(), store);
        }
    }

    /** Stops the phase behind each of its events and begins it anew, from store and folder. */
    void requireSameAfterEachStop(Left whole) throws Exception {
        assertNotEquals(0, whole.events().size(), "the phase says something");
        for (int written = 0; written < whole.events().size(); written++) {
            MemoryStore store = before.copy();
            Stopping stopping = new Stopping(store.opened(), written);
            try (RunFolder files = copy()) {
                assertThrows(StoreException.class, () -> work(files, stopping, store));
                Left again = work(files, store.opened(), store);
                String when = "stopped after %d events".formatted(written);
                assertEquals(whole.events(), again.events(), when);
                assertEquals(whole.metrics(), again.metrics(), when);
                assertEquals(whole.results(), again.results(), when);
                assertEquals(whole.files(), again.files(), when);
            }
        }
    }

    private Left work(RunFolder files, RunStore store, MemoryStore memory) throws Exception {
        RunContext context = run.context(files, store);
        phase.apply(context).run();
        RunStore left = memory.readOnly();
        int known = before.readOnly().events().size();
        return new Left(
                context.state(),
                left.events().subList(known, left.events().size()),
                left.metrics(),
                left.results(),
                names(files.path()));
    }

    private RunFolder copy() throws IOException {
        String name = "copy-" + runs++;
        Path from = folder.resolve("before");
        for (String file : names(from)) {
            Path target = folder.resolve(name).resolve(file);
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(from.resolve(file), target);
        }
        return RunFolder.open(folder, name);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    /** A store that takes so many events and no more. */
    private static final class Stopping implements StoreAround {
        private final RunStore behind;
        private int left;

        Stopping(RunStore behind, int left) {
            this.behind = behind;
            this.left = left;
        }

        @Override
        public RunStore behind() {
            return behind;
        }

        @Override
        public void append(EventRow event, Rows rows) {
            if (left == 0) {
                throw new StoreException("The disk is full.");
            }
            left--;
            behind.append(event, rows);
        }
    }
}
