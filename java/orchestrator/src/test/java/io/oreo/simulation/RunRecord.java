package io.oreo.simulation;

import io.oreo.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that a run leaves behind and that does not depend on what happened to it.
 *
 * @param events in order, the report's digest among them, without those of which a disturbed run
 *     has more
 * @param metrics of its trainings
 * @param results of its evaluations
 */
record RunRecord(
        List<RunStore.EventRow> events,
        List<RunStore.MetricRow> metrics,
        List<RunStore.ResultRow> results) {

    /** A training that lost its checkpoints saves them again; each device joins once. */
    private static final Set<String> REPEATED = Set.of("CheckpointSaved", "WorkersJoined");

    static RunRecord of(RunStore store) {
        return new RunRecord(lasting(store.events()), store.metrics(), store.results());
    }

    private static List<RunStore.EventRow> lasting(List<RunStore.EventRow> events) {
        return events.stream().filter(row -> !REPEATED.contains(row.type())).toList();
    }

    /**
     * Looks whether another run left the same: no event is lost or doubled, no row differs.
     *
     * @throws AssertionError if not
     */
    void require(RunStore store, Path folder) {
        requireEqual("events", events, lasting(store.events()));
        requireEqual("metrics", metrics, store.metrics());
        requireEqual("results", results, store.results());
        requireEqual("checkpoints that stay", List.of(), checkpoints(folder));
    }

    /**
     * Looks whether a log holds all that was acknowledged, in order.
     *
     * @throws AssertionError if not
     */
    static void requireAll(List<RunStore.EventRow> acknowledged, List<RunStore.EventRow> log) {
        List<RunStore.EventRow> left = new ArrayList<>(log);
        for (RunStore.EventRow event : acknowledged) {
            int place = left.indexOf(event);
            if (place < 0) {
                throw new AssertionError("an event is lost: " + event);
            }
            left = left.subList(place + 1, left.size());
        }
    }

    private static <T> void requireEqual(String what, List<T> expected, List<T> found) {
        if (!expected.equals(found)) {
            throw new AssertionError(
                    "%s differ from those of an undisturbed run: %s, not %s"
                            .formatted(what, beyond(found, expected), beyond(expected, found)));
        }
    }

    private static <T> List<T> beyond(List<T> all, List<T> known) {
        List<T> others = new ArrayList<>(all);
        others.removeAll(known);
        return others.subList(0, Math.min(2, others.size()));
    }

    private static List<Path> checkpoints(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
