package io.oreo.alfworld.planner;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The compiled planner of the Python package fast-downward-textworld, in as many copies as are used
 * at once.
 *
 * <p>A loaded library holds one task in global variables, so each user gets a copy of the file,
 * loaded for itself, as the Python package does. Copies are never unloaded (the C++ library marks
 * itself so) but used again. Safe for use by many threads.
 */
public final class Libdownward {

    private final Path file;
    private final Deque<NativePlanner> idle = new ArrayDeque<>();

    /**
     * Loads a first copy.
     *
     * @throws EnvironmentException if the file is not that library, or not for this machine
     */
    public Libdownward(Path file) {
        this.file = requireNonNull(file, "file is null");
        idle.add(load());
    }

    /** Where the package of that name holds the library; empty if it was installed without one. */
    public static Optional<Path> in(Path packages) {
        Path file = packages.resolve("fast_downward/libdownward.so");
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException e) {
            throw new EnvironmentException(Kind.BROKEN, "cannot look at " + file + ": " + e);
        }
    }

    /** A planner for one user: a copy of the library, or the Java engine where there is none. */
    public static Planner planner(Optional<Libdownward> library) {
        return library.isPresent() ? library.get().take() : new EnginePlanner();
    }

    /** A copy for one user, who gives it back by closing it. */
    Planner take() {
        NativePlanner free;
        synchronized (this) {
            free = idle.pollFirst();
        }
        return free == null ? load() : free;
    }

    private synchronized void giveBack(NativePlanner planner) {
        idle.addFirst(planner);
    }

    @SuppressWarnings("restricted")
    private NativePlanner load() {
        try {
            Path copy = Files.createTempFile("libdownward", ".so");
            try {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                SymbolLookup library = SymbolLookup.libraryLookup(copy, Arena.global());
                return new NativePlanner(library, this::giveBack);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException | IllegalArgumentException | NoSuchElementException e) {
            throw new EnvironmentException(
                    Kind.BROKEN,
                    "%s cannot serve as libdownward (%s); give one that was compiled for this"
                                    .formatted(file, e)
                            + " machine, or none, and the Java engine steps games in its place");
        }
    }
}
