package io.oreo.alfworld.python;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.planner.Libdownward;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the Python files are, and the limits of what runs in them.
 *
 * @param adapter the folder {@code environments/alfworld/adapter}
 * @param packages the folder into which {@code environments/alfworld/install} installs
 * @param libdownward the compiled planner that steps games; without it the Java engine does
 * @param contexts how many contexts there may be at once
 * @param startLimit time for the imports of a new context
 * @param callLimit time for any call, e.g. the preparation of a game
 * @param uses after so many leases a context is replaced, because Python never forgets everything
 */
public record PythonSetup(
        Path adapter,
        Path packages,
        Optional<Path> libdownward,
        int contexts,
        Duration startLimit,
        Duration callLimit,
        int uses) {

    public PythonSetup {
        requireNonNull(adapter, "adapter is null");
        requireNonNull(packages, "packages is null");
        requireNonNull(libdownward, "libdownward is null");
        requireNonNull(startLimit, "startLimit is null");
        requireNonNull(callLimit, "callLimit is null");
        if (contexts < 1 || uses < 1) {
            throw new IllegalArgumentException("contexts and uses must be 1 at least");
        }
    }

    /**
     * The usual limits, for a checkout of the project; with the compiled planner if the installed
     * packages hold one.
     */
    public static PythonSetup of(Path home, int contexts) {
        Path packages = home.resolve("build/alfworld-packages");
        return new PythonSetup(
                home.resolve("environments/alfworld/adapter"),
                packages,
                Libdownward.in(packages),
                contexts,
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                500);
    }

    /** The same with a compiled planner from elsewhere, or with none. */
    public PythonSetup withLibdownward(Optional<Path> library) {
        return new PythonSetup(adapter, packages, library, contexts, startLimit, callLimit, uses);
    }

    PythonSetup withCallLimit(Duration limit) {
        return new PythonSetup(adapter, packages, libdownward, contexts, startLimit, limit, uses);
    }

    /** Folders of modules in the order in which Python looks. */
    List<Path> path() {
        return List.of(adapter.resolve("standins"), adapter, packages);
    }

    /**
     * Looks whether the packages are there.
     *
     * @throws PythonException if they are not
     */
    void check() {
        if (!Files.isDirectory(packages.resolve("textworld"))) {
            throw new PythonException(
                    PythonException.Kind.MISSING,
                    "TextWorld is not installed in %s; run environments/alfworld/install"
                            .formatted(packages));
        }
    }
}
