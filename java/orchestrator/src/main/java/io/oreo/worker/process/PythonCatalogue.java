package io.oreo.worker.process;

import io.oreo.method.MethodCatalogue;
import io.oreo.method.MethodDescription;
import io.oreo.method.MethodDescriptions;
import io.oreo.method.UnknownMethodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the worker's Python: ours from the file that set-up made, which needs no Python,
 * those outside the project from a process that imports and tries each once.
 */
public final class PythonCatalogue implements MethodCatalogue {

    private final Path file;
    private final Path python;
    private final List<Path> pythonPath;
    private final Map<String, MethodDescription> outside = new ConcurrentHashMap<>();
    private @Nullable Map<String, MethodDescription> ours;

    /**
     * @param file what {@code python -m oreo_worker.catalogue} printed at set-up
     * @param python interpreter with the worker's packages
     * @param pythonPath folders with the worker's code, and with plug-ins
     */
    public PythonCatalogue(Path file, Path python, List<Path> pythonPath) {
        this.file = file;
        this.python = python;
        this.pythonPath = List.copyOf(pythonPath);
    }

    @Override
    public List<String> names() {
        return List.copyOf(ours().keySet());
    }

    @Override
    public MethodDescription describe(String objective) {
        if (objective.contains(":")) {
            return outside.computeIfAbsent(objective, this::fromPython);
        }
        MethodDescription found = ours().get(objective);
        if (found == null) {
            throw new UnknownMethodException(
                    "is \"%s\"; known are %s, and package.module:Class for a method of your own"
                            .formatted(objective, String.join(", ", names())));
        }
        return found;
    }

    private synchronized Map<String, MethodDescription> ours() {
        if (ours == null) {
            ours = MethodDescriptions.parse(Files.exists(file) ? read() : printed(List.of()));
        }
        return ours;
    }

    private MethodDescription fromPython(String objective) {
        try {
            return MethodDescriptions.parse(printed(List.of(objective))).values().iterator().next();
        } catch (UnknownMethodException unusable) {
            throw new UnknownMethodException(
                    "is \"%s\", which cannot be used: %s"
                            .formatted(objective, unusable.getMessage()));
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UnknownMethodException(
                    "the catalogue of methods %s cannot be read (%s); run make setup"
                            .formatted(file, unreadable.getMessage()));
        }
    }

    private String printed(List<String> objectives) {
        List<String> command =
                Stream.concat(
                                Stream.of(python.toString(), "-m", "oreo_worker.catalogue"),
                                objectives.stream())
                        .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        PythonPath.putInto(builder.environment(), pythonPath);
        Path said = null;
        try {
            said = Files.createTempFile("oreo-catalogue-", ".log");
            Process process = builder.redirectError(said.toFile()).start();
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            if (text.isBlank()) {
                throw new UnknownMethodException(
                        "the worker's Python said nothing of methods: " + lastLine(said));
            }
            return text;
        } catch (IOException failed) {
            throw new UnknownMethodException(
                    "the worker's Python %s cannot be started (%s); run make setup"
                            .formatted(python, failed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnknownMethodException("the question for its methods was interrupted");
        } finally {
            delete(said);
        }
    }

    private static String lastLine(Path file) throws IOException {
        return Files.readAllLines(file).stream().reduce((_, last) -> last).orElse("no output");
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // It lies in the folder for temporary files, which somebody else clears.
        }
    }
}
