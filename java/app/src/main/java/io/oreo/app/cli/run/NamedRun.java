package io.oreo.app.cli.run;

import io.oreo.app.Home;
import io.oreo.app.Wiring;
import io.oreo.app.config.ConfigurationException;
import io.oreo.schedule.settings.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A run that exists, by its name. */
public final class NamedRun {

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            defaultValue = "latest",
            description = "Name of the run. Default: ${DEFAULT-VALUE}.")
    private String name = "latest";

    @Mixin private RunFolderChoice folders = new RunFolderChoice();

    /** Folder of all runs. */
    public Path runs(Home home) {
        return folders.runs(home);
    }

    /**
     * The folder of the run.
     *
     * @throws ConfigurationException if there is none
     */
    public Path folder(Home home) {
        Path runs = folders.runs(home);
        Path folder = runs.resolve(name);
        if (Files.isRegularFile(folder)) {
            folder = runs.resolve(read(folder).strip());
        }
        if (!Files.isRegularFile(folder.resolve("run.toml"))) {
            throw new ConfigurationException(
                    "There is no run '%s' in %s; there are: %s"
                            .formatted(name, runs, String.join(", ", names(runs))));
        }
        try {
            return folder.toRealPath();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** The settings that the run was made with. */
    public RunSettings settings(Home home) {
        return Wiring.configuration(home).readResolved(folder(home).resolve("run.toml"));
    }

    /** Names of all runs. */
    static List<String> names(Path runs) {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> !Files.isSymbolicLink(folder))
                    .filter(folder -> Files.isRegularFile(folder.resolve("run.toml")))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
