package io.oreo.app.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds run files: {@code environments/<task>/runs/<name>.toml} by name, any file by its path.
 *
 * @param environments the folder of the tasks
 */
public record RunFiles(Path environments) {

    private static final String SUFFIX = ".toml";

    /**
     * The run file of a name or path.
     *
     * @throws ConfigurationException if there is none; names the nearest or all
     */
    public Path find(String nameOrPath) {
        if (nameOrPath.endsWith(SUFFIX) || nameOrPath.contains("/") || nameOrPath.contains("\\")) {
            return existing(Path.of(nameOrPath));
        }
        List<Path> found = all().stream().filter(file -> name(file).equals(nameOrPath)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw new ConfigurationException(missing(nameOrPath));
        }
        throw new ConfigurationException(
                "several run files are called %s: %s; give the path of one"
                        .formatted(
                                nameOrPath,
                                found.stream()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(", "))));
    }

    /** All run files, by name. */
    public List<Path> all() {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(environments)) {
            return files;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(environments)) {
            for (Path task : tasks) {
                Path runs = task.resolve("runs");
                if (Files.isDirectory(runs)) {
                    try (DirectoryStream<Path> inside =
                            Files.newDirectoryStream(runs, "*" + SUFFIX)) {
                        inside.forEach(files::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the folder of run files %s cannot be read: %s".formatted(environments, e));
        }
        files.sort(Comparator.comparing(RunFiles::name).thenComparing(Path::toString));
        return files;
    }

    /** Name of the run that a file describes. */
    public static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(
                    "there is no run file %s (looked in %s)"
                            .formatted(file, file.toAbsolutePath().getParent()));
        }
        return file;
    }

    private String missing(String name) {
        List<String> names = all().stream().map(RunFiles::name).toList();
        Optional<String> near = NearestKey.of(name, names);
        String hint =
                near.map("did you mean %s?"::formatted)
                        .orElseGet(
                                () ->
                                        names.isEmpty()
                                                ? "there are none in " + environments
                                                : "there are: " + String.join(", ", names));
        return "no run file is called %s; %s".formatted(name, hint);
    }
}
