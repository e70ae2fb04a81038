package io.oreo.simulation;

import io.oreo.store.RunStore;
import io.oreo.trajectory.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that no event names yet: after a loss of power they may hold anything. */
final class Unfinished {

    private Unfinished() {}

    /** Spoils half of them. */
    static void tear(Path folder, List<RunStore.EventRow> events, Seed seed) {
        for (String part : List.of("shards", "probes")) {
            files(folder.resolve(part)).stream()
                    .filter(file -> !isNamed(folder.relativize(file), events))
                    .filter(
                            file ->
                                    seed.child(file.getFileName().toString())
                                            .random()
                                            .nextBoolean())
                    .forEach(Unfinished::spoil);
        }
    }

    private static boolean isNamed(Path file, List<RunStore.EventRow> events) {
        String name = file.toString().replace('\\', '/');
        return events.stream().anyMatch(event -> event.json().contains('"' + name + '"'));
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void spoil(Path file) {
        try {
            Files.writeString(file, "torn");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
