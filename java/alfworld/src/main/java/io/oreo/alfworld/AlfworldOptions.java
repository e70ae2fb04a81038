package io.oreo.alfworld;

import io.oreo.environment.Episode;
import io.oreo.task.TaskException;
import io.oreo.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run file may choose of ALFWorld.
 *
 * @param generate how many games are made, where no folder of games is given; else 0
 * @param seed of the games that are made
 * @param size of their houses
 * @param dialect how the policy speaks; empty: as the games do
 * @param stepLimit most commands of an episode
 * @param admissible most admissible commands that the policy is told; 0: none
 * @param detours most looks elsewhere before a demonstration's walkthrough begins
 */
record AlfworldOptions(
        int generate,
        int seed,
        HouseSize size,
        Optional<Dialect> dialect,
        int stepLimit,
        int admissible,
        int detours) {

    /** What can be said of the options before anything is known of the games. */
    static AlfworldOptions read(TaskOptions options) {
        return new AlfworldOptions(
                options.integer("generate", 0, 0, 100_000),
                options.integer("seed", 0, 0, 1_000_000),
                new HouseSize(
                        options.integer(
                                "receptacles",
                                16,
                                HouseSize.RECEPTACLES_MIN,
                                HouseSize.RECEPTACLES_MAX),
                        options.integer(
                                "objects", 20, HouseSize.OBJECTS_MIN, HouseSize.OBJECTS_MAX)),
                options.text("dialect").flatMap(word -> dialect(options, word)),
                options.integer("step_limit", Episode.DEFAULT_STEP_LIMIT, 1, 1000),
                options.integer("admissible", 0, 0, 1000),
                options.integer("detours", 0, 0, 100));
    }

    /** The same beside a folder of games, or beside none. */
    static AlfworldOptions read(TaskOptions options, String data) {
        AlfworldOptions read = read(options);
        if (data.isBlank() == (read.generate == 0)) {
            options.complain(
                    data.isBlank()
                            ? "there are no games; give their folder by --data DIR, or say how"
                                    + " many to make by 'generate'"
                            : "'generate' is %d, but a folder of games is given (task.data)"
                                    .formatted(read.generate));
        }
        return read;
    }

    private static Optional<Dialect> dialect(TaskOptions options, String word) {
        for (Dialect each : Dialect.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(each);
            }
        }
        options.complain("'dialect' must be move or put but is " + word);
        return Optional.empty();
    }

    /**
     * The folder of the games to be made; they are made if they are not there yet.
     *
     * @throws TaskException if that fails
     */
    Path generated(Path home, GameMaker maker) {
        String name =
                "seed-%d-%d-%dx%d".formatted(seed, generate, size.receptacles(), size.objects());
        Path folder = home.resolve("data/alfworld-generated").resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path part = folder.resolveSibling(name + ".part");
        try {
            Files.createDirectories(part);
            if (!maker.make(new GameMaker.Order(generate, seed, size), part)) {
                throw new TaskException(
                        "the games of task 'alfworld' could not be made; what was said stands"
                                + " above");
            }
            Files.move(part, folder);
            return folder;
        } catch (IOException e) {
            throw new TaskException("the games cannot be written to " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskException("the making of games was interrupted", e);
        }
    }
}
