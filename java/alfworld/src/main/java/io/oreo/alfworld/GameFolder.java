package io.oreo.alfworld;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.GameId;
import io.oreo.files.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with game files at any depth; a game's id is its path below the folder. */
public final class GameFolder {

    private static final Pattern ARCHIVE = Pattern.compile(".*\\.(zip|tar|tgz|tar\\.[a-z0-9]+)");

    /** The splits of the official releases, each a folder of tasks. */
    private static final Set<String> SPLITS =
            Set.of("train", "valid_train", "valid_seen", "valid_unseen");

    private static final String TRAJECTORY = "traj_data.json";

    private final Path root;
    private final Optional<String> around;

    /**
     * What a folder holds.
     *
     * @param games sorted
     * @param passedOver a clause for each place that cannot be entered
     */
    public record Listing(List<GameId> games, List<String> passedOver) {
        public Listing {
            games = List.copyOf(games);
            passedOver = List.copyOf(passedOver);
        }
    }

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
        this.around = around(this.root);
    }

    public Path root() {
        return root;
    }

    /** The split that a folder of tasks, a task or a trial is entered in. */
    private static Optional<String> around(Path root) {
        for (Path each = root;
                each != null && each.getFileName() != null;
                each = each.getParent()) {
            String name = each.getFileName().toString();
            if (SPLITS.contains(name)) {
                return Optional.of(name);
            }
            if (!name.startsWith("trial_") && TaskType.of(name).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The official split that this whole folder lies in, if it is one or is entered inside one. */
    Optional<String> around() {
        return around;
    }

    /**
     * The official split of a game: the innermost folder above it that has a split's name, wherever
     * the folder of games begins.
     */
    public Optional<String> splitOf(GameId game) {
        List<String> names = List.of(game.value().split("/", -1));
        return names.reversed().stream()
                .skip(1)
                .filter(SPLITS::contains)
                .findFirst()
                .or(() -> around);
    }

    /** All games, sorted. */
    public List<GameId> games() {
        return listing().games();
    }

    /** All games, and what had to be passed over to find them. */
    public Listing listing() {
        List<GameId> games = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes of) {
                            if (path.endsWith(GameFile.NAME)) {
                                games.add(new GameId(unixName(root.relativize(path))));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path path, IOException why) {
                            passedOver.add(
                                    "%s: %s"
                                            .formatted(
                                                    root.relativize(path),
                                                    FileException.reason(why)));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of games cannot be read: " + root, e);
        }
        Collections.sort(games);
        Collections.sort(passedOver);
        return new Listing(games, passedOver);
    }

    /**
     * The game that a person means: by its path below the folder, by its trial's folder or a file
     * in it, or by {@code task/trial} from any list of games.
     *
     * @throws EnvironmentException if there is none, or more than one
     */
    public GameId find(String name) {
        String path = name.replace('\\', '/').strip();
        if (path.startsWith(unixName(root) + "/")) {
            path = path.substring(unixName(root).length() + 1);
        }
        try {
            if (path.endsWith(GameFile.NAME) && Files.isRegularFile(root.resolve(path))) {
                return new GameId(path);
            }
        } catch (InvalidPathException e) {
            throw unknown(name);
        }
        String trial = "/" + trial(path);
        List<GameId> found =
                games().stream()
                        .filter(game -> !trial.equals("/"))
                        .filter(
                                game -> {
                                    String own = "/" + trial(game.value());
                                    return own.endsWith(trial)
                                            || (own.indexOf('/', 1) > 0 && trial.endsWith(own));
                                })
                        .toList();
        if (found.size() > 1) {
            throw new EnvironmentException(
                    Kind.UNKNOWN_GAME,
                    "%d games in %s are called %s, such as %s and %s; name more of its path"
                            .formatted(found.size(), root, name, found.get(0), found.get(1)));
        }
        if (found.isEmpty()) {
            throw unknown(name);
        }
        return found.getFirst();
    }

    private EnvironmentException unknown(String name) {
        return new EnvironmentException(
                Kind.UNKNOWN_GAME,
                "there is no game %s in %s; name it by its path below, or by task/trial"
                        .formatted(name, root));
    }

    /** A path without its file and without slashes at its end. */
    private static String trial(String path) {
        String folder = path;
        for (String file : List.of(GameFile.NAME, TRAJECTORY)) {
            if (folder.equals(file) || folder.endsWith("/" + file)) {
                folder = folder.substring(0, folder.length() - file.length());
            }
        }
        return folder.replaceAll("^(\\./|/)+|/+$", "");
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
        Path path = root.resolve(game.value()).resolveSibling(TRAJECTORY).normalize();
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
