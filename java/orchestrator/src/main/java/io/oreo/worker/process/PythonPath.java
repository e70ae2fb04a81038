package io.oreo.worker.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a Python process finds its packages. */
final class PythonPath {

    private static final String NAME = "PYTHONPATH";

    private PythonPath() {}

    /** Our own packages before those that the user's environment names. */
    static void putInto(Map<String, String> environment, List<Path> own) {
        Stream<String> folders = own.stream().map(path -> path.toAbsolutePath().toString());
        String theirs = environment.getOrDefault(NAME, "");
        Stream<String> inherited = theirs.isBlank() ? Stream.of() : Stream.of(theirs);
        environment.put(
                NAME,
                Stream.concat(folders, inherited).collect(Collectors.joining(File.pathSeparator)));
    }
}
