package io.oreo.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Files that appear whole or not at all, and one sentence for what goes wrong with a disk. */
final class DatasetFiles {

    private DatasetFiles() {}

    /** Where a file is made before it gets its name; in the same folder, so a rename is atomic. */
    static Path temporary(Path file) {
        return file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    /** Puts the finished temporary file in place so that it survives a loss of power. */
    static void publish(Path temporary, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.toAbsolutePath().resolveSibling("."));
    }

    /** One sentence for a failed read. */
    static DatasetException cannotRead(Path file, Exception cause) {
        String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason");
        return new DatasetException(
                ("Cannot read %s (%s); it is damaged or may not be read: restore it or mend its"
                                + " permissions.")
                        .formatted(file, why),
                cause);
    }

    /** One sentence for a failed write. */
    static DatasetException cannotWrite(Path file, Exception cause) {
        return new DatasetException("Cannot write %s: %s".formatted(file, reason(cause)), cause);
    }

    private static String reason(Exception cause) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space")) {
            return "the disk is full; free some space and run the same command again.";
        }
        if (cause instanceof AccessDeniedException
                || cause instanceof ReadOnlyFileSystemException
                || lower.contains("permission denied")
                || lower.contains("read-only")) {
            return "the folder is read-only; make it writable or choose another one.";
        }
        if (cause instanceof FileSystemException fileSystem && fileSystem.getReason() != null) {
            return fileSystem.getReason() + "; check the folder and the disk.";
        }
        return text.strip() + "; check the folder and the disk.";
    }

    private static void syncFolder(Path folder) throws IOException {
        // Windows opens no folders; there a rename is durable without this.
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Fails unless a shard is there. */
    static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(
                    "Shard %s is missing; restore it, or collect or import the data again."
                            .formatted(file));
        }
    }

    /** Grades that stand beside other rollouts than theirs. */
    static DatasetException otherRollouts(Path file) {
        return new DatasetException(
                ("%s holds the grades of other rollouts than those beside it; restore the run's"
                                + " folder from a copy.")
                        .formatted(file));
    }

    /** Fails unless a shard holds what it should. */
    static void requireEqual(String expected, String actual, Path file) {
        if (!expected.equals(actual)) {
            throw new DatasetException(
                    ("Shard %s holds other trajectories than it should (digest %s, expected %s);"
                                    + " restore it, or collect or import the data again.")
                            .formatted(file, actual, expected));
        }
    }

    /** What a failure says first. */
    static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /** Removes what a failed write left. */
    static void deleteLeftOver(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException alreadyReported) {
            // The failure that matters is on its way; a file that stays is overwritten next time.
            temporary.toFile().deleteOnExit();
        }
    }
}
