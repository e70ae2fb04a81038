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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with game files at any depth; a game's id is its path below the folder. */
public final class GameFolder {

    private static final Pattern ARCHIVE = Pattern.compile(".*\\.(zip|tar|tgz|tar\\.[a-z0-9]+)");

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

    /**
     * All games, sorted.
     *
     * @throws EnvironmentException if there is none
     */
    public List<GameId> someGames() {
        List<GameId> games = games();
        if (games.isEmpty()) {
            throw new EnvironmentException(Kind.UNKNOWN_GAME, none());
        }
        return games;
    }

    /** Why there is no game to use, and what to do. */
    public String none() {
        return "there is no usable game in %s; a game is a file %s at any depth%s"
                .formatted(
                        root,
                        GameFile.NAME,
                        archives() ? "; the archives in it must be unpacked first" : "");
    }

    private boolean archives() {
        try (Stream<Path> files = Files.list(root)) {
            return files.anyMatch(
                    file -> ARCHIVE.matcher(String.valueOf(file.getFileName())).matches());
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
     * @throws io.oreo.alfworld.planning.GameException if it is no game file
     */
    public GameFile file(GameId game) {
        return GameFile.read(bytes(game), game.value());
    }

    /**
     * The text of a game's {@code traj_data.json}, which says what the task is.
     *
     * @throws EnvironmentException if the game has none
     */
    String trajectory(GameId game) {
        Path path = root.resolve(game.value()).resolveSibling("traj_data.json").normalize();
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Kind.UNSUPPORTED_GAME,
                    "game %s has no readable traj_data.json, from which the expert knows its task"
                            .formatted(game),
                    e);
        }
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
