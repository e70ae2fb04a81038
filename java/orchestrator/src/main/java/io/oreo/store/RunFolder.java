package io.oreo.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where the files of a run lie, held by one program at a time. The lock belongs to the process: the
 * operating system gives it back however the process ends.
 */
public final class RunFolder implements AutoCloseable {

    /** Name of the SQLite file. */
    static final String STORE = "run.db";

    private static final String CONFIGURATION = "run.toml";
    private static final String LATEST = "latest";
    private static final String LOCK = ".lock";
    private static final int SHOWN = 3;

    /**
     * Folders that this process has. Asked first, because opening and closing the lock file a
     * second time would release the lock of the whole process.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private RunFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Creates or opens the folder of a run and locks it.
     *
     * @throws StoreException if another program has it, or it cannot be written
     */
    public static RunFolder open(Path runs, String name) {
        Path path = runs.resolve(name).toAbsolutePath().normalize();
        if (!OURS.add(path)) {
            throw inUse(path, Long.toString(ProcessHandle.current().pid()));
        }
        boolean held = false;
        try {
            Files.createDirectories(path);
            RunFolder folder = lock(path);
            held = true;
            return folder;
        } catch (AccessDeniedException denied) {
            throw new StoreException(
                    ("The run folder %s cannot be written; make it writable or choose another with"
                                    + " --runs.")
                            .formatted(path),
                    denied);
        } catch (IOException failed) {
            throw new StoreException(
                    ("The run folder %s cannot be used (%s); look at the disk or choose another"
                                    + " with --runs.")
                            .formatted(path, failed),
                    failed);
        } finally {
            if (!held) {
                OURS.remove(path);
            }
        }
    }

    /** Whether a program works on the run now. The folder is only looked at. */
    public static boolean inUse(Path run) {
        Path path = run.toAbsolutePath().normalize();
        if (OURS.contains(path)) {
            return true;
        }
        Path file = path.resolve(LOCK);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException cannotSay) {
            return false;
        }
    }

    private static RunFolder lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw inUse(path, Files.readString(path.resolve(LOCK)).strip());
        }
        String owner = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0).write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
        return new RunFolder(path, channel, lock);
    }

    private static StoreException inUse(Path path, String owner) {
        return new StoreException(
                ("The run folder %s is in use by another process (%s); wait for it or end it, or"
                                + " give this run another name.")
                        .formatted(path, owner.isEmpty() ? "unknown" : "pid " + owner));
    }

    /** The folder, absolute. */
    public Path path() {
        return path;
    }

    /** The run's name. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** The SQLite file. */
    public Path store() {
        return path.resolve(STORE);
    }

    /** Where workers write their logs. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** The resolved configuration that the run was made with. */
    public Path configuration() {
        return path.resolve(CONFIGURATION);
    }

    /** Whether the run has begun. */
    public boolean begun() {
        return hasBegun(path);
    }

    /** Whether a run has begun in a folder, which is only looked at. */
    public static boolean hasBegun(Path run) {
        return Files.exists(run.resolve(CONFIGURATION));
    }

    /**
     * Forgets what a try that never had a model left: its configuration, its log and what was made
     * of its model. Rows in a shared database stay, under a name that no run has any more.
     */
    public void beginAnew() {
        try {
            discard(path, "models");
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.filter(RunFolder::isOfATry).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new StoreException(
                    "Cannot begin %s anew (%s); remove the folder, or give the run another name."
                            .formatted(path, failed),
                    failed);
        }
    }

    private static boolean isOfATry(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals(CONFIGURATION)
                || name.equals(RunIdentity.FILE)
                || name.startsWith(STORE);
    }

    /**
     * Compares the settings that results depend on with those the run was made with.
     *
     * @throws StoreException naming what differs
     */
    public static void requireEqual(Path run, Map<String, String> made, Map<String, String> asked) {
        TreeSet<String> keys = new TreeSet<>(made.keySet());
        keys.addAll(asked.keySet());
        List<String> different = new ArrayList<>();
        for (String key : keys) {
            String before = made.getOrDefault(key, "nothing");
            String now = asked.getOrDefault(key, "nothing");
            if (!before.equals(now)) {
                different.add("%s was %s, is %s".formatted(key, before, now));
            }
        }
        if (!different.isEmpty()) {
            String more =
                    different.size() > SHOWN
                            ? " and %d more".formatted(different.size() - SHOWN)
                            : "";
            throw new StoreException(
                    ("The run folder %s was made with another configuration: %s%s. Take these"
                                    + " settings back, or give the new run a name of its own (--set"
                                    + " name=NAME).")
                            .formatted(
                                    run,
                                    String.join(
                                            "; ",
                                            different.subList(
                                                    0, Math.min(SHOWN, different.size()))),
                                    more));
        }
    }

    /** Writes a file of the run whole or not at all. */
    public void write(String name, String text) {
        writeFile(path.resolve(name), text);
    }

    /** Likewise, a file beside runs. */
    public static void writeFile(Path file, String text) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new StoreException(
                    ("Cannot write %s (%s); free some space or make the folder writable, and run"
                                    + " the same command again.")
                            .formatted(file, failed.getMessage()),
                    failed);
        }
    }

    /**
     * Deletes the directories directly in {@code parent} whose names begin so, with all in them.
     *
     * @throws IOException if one cannot be deleted; what was deleted stays deleted
     */
    public static void discard(Path parent, String prefix) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        List<Path> doomed;
        try (Stream<Path> children = Files.list(parent)) {
            doomed = children.filter(child -> isNamed(child, prefix)).toList();
        }
        for (Path directory : doomed) {
            try (Stream<Path> inside = Files.walk(directory)) {
                for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isNamed(Path child, String prefix) {
        return Files.isDirectory(child) && String.valueOf(child.getFileName()).startsWith(prefix);
    }

    /** Makes {@code runs/latest} point here; a file with the name where links are not allowed. */
    public void markLatest() {
        Path latest = path.resolveSibling(LATEST);
        Path temporary = path.resolveSibling("." + LATEST + ".tmp");
        try {
            Files.deleteIfExists(temporary);
            try {
                Files.createSymbolicLink(temporary, Path.of(name()));
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                Files.writeString(temporary, name());
            }
            Files.move(
                    temporary,
                    latest,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new StoreException(
                    "Cannot write %s (%s); move away what is there, or make the folder writable."
                            .formatted(latest, failed),
                    failed);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            OURS.remove(path);
        }
    }
}
