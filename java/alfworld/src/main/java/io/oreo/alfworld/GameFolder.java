package io.oreo.alfworld;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.GameId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with game files at any depth; a game's id is its path below the folder. */
public final class GameFolder {

    private final Path root;

    /**
     * A folder.
     *
     * @throws EnvironmentException if there is none
     */
    public GameFolder(Path root) {
        this.root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new EnvironmentException(
                    Kind.UNKNOWN_GAME,
                    "there is no folder of games %s; ./oreo alfworld fetch gets the official games,"
                                    .formatted(root)
                            + " ./oreo alfworld generate makes new ones");
        }
    }

    public Path root() {
        return root;
    }

    /** All games, sorted. */
    public List<GameId> games() {
        try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(path -> path.endsWith(GameFile.NAME))
                    .map(path -> new GameId(unixName(root.relativize(path))))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of games cannot be read: " + root, e);
        }
    }

    private static String unixName(Path path) {
        return path.toString().replace('\\', '/');
    }

    /**
     * A game's file.
     *
     * @throws EnvironmentException if there is no such game below the folder
     * @throws io.oreo.alfworld.task.GameException if it is no game file
     */
    public GameFile file(GameId game) {
        return GameFile.read(bytes(game), game.value());
    }

    /**
     * The bytes of a game's file.
     *
     * @throws EnvironmentException if there is no such game below the folder
     */
    public byte[] bytes(GameId game) {
        try {
            Path path = root.resolve(game.value()).normalize();
            if (!path.startsWith(root) || !Files.isRegularFile(path)) {
                throw new EnvironmentException(
                        Kind.UNKNOWN_GAME, "there is no game " + game + " in " + root);
            }
            return GameFile.bytes(path);
        } catch (InvalidPathException | NoSuchFileException e) {
            throw new EnvironmentException(
                    Kind.UNKNOWN_GAME, "there is no game " + game + " in " + root, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the game file cannot be read: " + game, e);
        }
    }
}
