package io.oreo.files;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON lines that are written to a file which a user names. An ordinary file appears whole or not
 * at all: the lines gather in a part beside it. A link is followed, and a device or a pipe is
 * written as it comes.
 */
public final class SafeOutput implements AutoCloseable {

    private final Path out;
    private final Path place;
    private final Optional<Path> part;
    private boolean stays;
    private final List<String> kept;
    private final BufferedWriter writer;
    private boolean finished;

    private SafeOutput(Path out, Path place, Optional<Path> part, boolean stays)
            throws IOException {
        this.out = out;
        this.place = place;
        this.part = part;
        this.stays = stays;
        this.kept = part.isPresent() && stays ? wholeLines(part.get()) : List.of();
        this.writer =
                Files.newBufferedWriter(
                        part.orElse(place),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Begins a file.
     *
     * @param inputs files that are read meanwhile
     * @throws FileException if it is one of the inputs, a folder, or cannot be written
     */
    public static SafeOutput create(Path out, Path... inputs) {
        return open(out, Optional.empty(), inputs);
    }

    /**
     * Begins a file, or goes on with one that was begun under the same key and not finished.
     *
     * @param key of all that its lines follow from, of letters and digits
     * @param inputs files that are read meanwhile
     * @throws FileException if it is one of the inputs, a folder, or cannot be written
     */
    public static SafeOutput goingOn(Path out, String key, Path... inputs) {
        return open(out, Optional.of(key), inputs);
    }

    private static SafeOutput open(Path out, Optional<String> key, Path... inputs) {
        if (Files.isDirectory(out)) {
            throw new FileException("%s is a folder; name a file in it".formatted(out));
        }
        try {
            for (Path input : inputs) {
                if (Files.isRegularFile(input)
                        && Files.exists(out)
                        && Files.isSameFile(input, out)) {
                    throw new FileException(
                            "%s is read, so it cannot be written as well; name another output"
                                    .formatted(out));
                }
            }
            Path place = place(out);
            Path folder = place.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new FileException(
                        "%s cannot be written: there is no folder %s".formatted(out, folder));
            }
            return new SafeOutput(
                    out,
                    place,
                    isOrdinary(place)
                            ? Optional.of(
                                    place.resolveSibling(
                                            place.getFileName()
                                                    + key.map(of -> "." + of).orElse("")
                                                    + ".part"))
                            : Optional.empty(),
                    key.isPresent());
        } catch (IOException failed) {
            throw FileException.writing(out, failed);
        }
    }

    /** Where links end, whether something is there or not. */
    private static Path place(Path out) throws IOException {
        if (Files.isRegularFile(out)) {
            return out.toRealPath();
        }
        Path place = out.toAbsolutePath();
        for (int links = 0; !Files.exists(place) && Files.isSymbolicLink(place); links++) {
            if (links == 40) {
                throw new IOException("its links lead nowhere");
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    /** Whether a file may be replaced by another one of its name. */
    private static boolean isOrdinary(Path place) {
        boolean ofTheSystem = place.startsWith("/dev") || place.startsWith("/proc");
        return !ofTheSystem && (Files.isRegularFile(place) || !Files.exists(place));
    }

    private static List<String> wholeLines(Path part) throws IOException {
        if (!Files.isRegularFile(part)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(part);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    /** Lines of an earlier try; they are not in the file until they are written again. */
    public List<String> kept() {
        return new ArrayList<>(kept);
    }

    /** Writes a line of JSON. */
    public void line(String json) {
        try {
            writer.write(Surrogates.escaped(json));
            writer.write('\n');
        } catch (IOException failed) {
            throw FileException.writing(out, failed);
        }
    }

    /** Lets the next try find what is written so far. */
    public void flush() {
        try {
            writer.flush();
        } catch (IOException failed) {
            throw FileException.writing(out, failed);
        }
    }

    /** Nobody shall go on with it: a next try begins anew. */
    public void discard() {
        stays = false;
    }

    /** All is written: the file appears. */
    public void finish() {
        try {
            writer.close();
            if (part.isPresent()) {
                takePermissions(part.get());
                move(part.get());
            }
            finished = true;
        } catch (IOException failed) {
            throw FileException.writing(out, failed);
        }
    }

    private void takePermissions(Path from) throws IOException {
        PosixFileAttributeView now =
                Files.getFileAttributeView(place, PosixFileAttributeView.class);
        if (Files.exists(place) && now != null) {
            Files.setPosixFilePermissions(from, now.readAttributes().permissions());
        }
    }

    private void move(Path from) throws IOException {
        try {
            Files.move(from, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException other) {
            Files.move(from, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Without {@link #finish}, only what the next try goes on with stays. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            writer.close();
        } catch (IOException failed) {
            // What went wrong is on its way to the user: the last lines are lost, as it says.
            System.getLogger(SafeOutput.class.getName())
                    .log(System.Logger.Level.DEBUG, "a part was not closed", failed);
        }
        try {
            if (part.isPresent() && (!stays || Files.size(part.get()) == 0)) {
                Files.deleteIfExists(part.get());
            }
        } catch (IOException failed) {
            throw FileException.writing(out, failed);
        }
    }
}
