package io.oreo.alfworld.game;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.planning.GameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Prepared games on disk, each under the SHA-256 of the game file that it was made from.
 *
 * <p>Any number of threads and processes may use one folder: a file appears whole or not at all.
 * Games that the engine refused are kept as a text with the reason, so that they are not tried
 * again.
 */
public final class GameStore {

    private static final String REFUSED = ".refused";

    private final Path folder;

    /** A store in a folder, which comes into being with the first game. */
    public GameStore(Path folder) {
        this.folder = requireNonNull(folder, "folder is null").resolve("v" + GameCodec.VERSION);
    }

    /** The key of a game file's content. */
    public static String key(byte[] gameFile) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(gameFile));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Where a prepared game is or would be. */
    public Path path(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".game");
    }

    /** Whether a game is prepared, or known to be refused; what is damaged counts as neither. */
    public boolean knows(String key) {
        return stored(key).map(GameCodec::isWhole).orElseGet(() -> Files.exists(refusal(key)));
    }

    /** Whether something lies in a game's place that cannot be read. */
    public boolean damaged(String key) {
        return stored(key).filter(bytes -> !GameCodec.isWhole(bytes)).isPresent();
    }

    private Optional<byte[]> stored(String key) {
        try {
            return Optional.of(Files.readAllBytes(path(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a prepared game cannot be read: " + path(key), e);
        }
    }

    /**
     * The game, if it is prepared and not damaged.
     *
     * @throws GameException if it was refused at preparation, with that reason
     */
    public Optional<PreparedGame> find(String key) {
        Optional<byte[]> bytes = stored(key);
        if (bytes.isPresent()) {
            try {
                return Optional.of(GameCodec.read(bytes.get()));
            } catch (GameException damaged) {
                return Optional.empty();
            }
        }
        Optional<String> reason = refusalOf(key);
        if (reason.isPresent()) {
            throw GameException.refused(reason.get());
        }
        return Optional.empty();
    }

    /** Why a game was refused at preparation, if it was. */
    public Optional<String> refusalOf(String key) {
        try {
            return Optional.of(Files.readString(refusal(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a prepared game cannot be read: " + refusal(key), e);
        }
    }

    /** Keeps a game; returns the count of its bytes. */
    public int put(String key, PreparedGame game) {
        byte[] bytes = GameCodec.write(game);
        write(path(key), bytes);
        return bytes.length;
    }

    /** Keeps the reason why the engine cannot play a game. */
    public void putRefusal(String key, GameException reason) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new UncheckedIOException("a prepared game cannot be replaced: " + path(key), e);
        }
        write(refusal(key), String.valueOf(reason.getMessage()).getBytes(StandardCharsets.UTF_8));
    }

    private Path refusal(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + REFUSED);
    }

    private static void write(Path path, byte[] bytes) {
        try {
            Files.createDirectories(path.getParent());
            Path part = Files.createTempFile(path.getParent(), "part", null);
            try {
                Files.write(part, bytes);
                move(part, path);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a prepared game cannot be written: " + path, e);
        }
    }

    private static void move(Path part, Path path) throws IOException {
        try {
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
