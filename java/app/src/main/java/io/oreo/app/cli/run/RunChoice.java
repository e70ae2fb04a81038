package io.oreo.app.cli.run;

import static java.util.Objects.requireNonNull;

import io.oreo.app.Home;
import io.oreo.app.Wiring;
import io.oreo.app.config.ConfigurationException;
import io.oreo.app.config.RunConfiguration;
import io.oreo.app.config.RunFiles;
import io.oreo.dataset.DatasetManifest;
import io.oreo.schedule.settings.RunSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names a run file and changes its settings. */
final class RunChoice {

    private static final String DEFAULT = "arithmetic";
    private static final String IMPORTED = "imported";
    private static final int NAME_MAX = 80;

    @Option(
            names = "--run",
            paramLabel = "NAME|FILE",
            description =
                    "Run file: a name in environments/*/runs or a path. Default: arithmetic; where"
                            + " --data is an imported dataset, imported.")
    private @Nullable String run;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the task's data, or an imported dataset; sets task.data.")
    private @Nullable Path data;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of the run; sets seed, and, where it is not the run file's own, name to"
                            + " RUN-seed-N.")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Changes a setting; may be repeated. `oreo iterate --keys` lists them.")
    private List<String> assignments = new ArrayList<>();

    /**
     * The settings that were asked for.
     *
     * @throws io.oreo.app.config.ConfigurationException if they cannot be used
     */
    RunSettings settings(Home home) {
        return settings(home, List.of());
    }

    /** Whether the run is that of an imported dataset, by no run file of the user's own. */
    boolean ofImported() {
        return run == null && imported();
    }

    /** Likewise, with assignments of the verb itself below those of the user. */
    RunSettings settings(Home home, List<String> ofTheVerb) {
        requireDataset();
        List<String> all = new ArrayList<>(ofTheVerb);
        if (data != null) {
            all.add("task.data=" + data.toAbsolutePath().normalize());
        }
        if (data != null && imported() && DatasetManifest.read(data).chatTemplate()) {
            // Questions that are asked later are asked as those of the data were.
            all.add("model.chat_template=true");
        }
        if (ofImported()) {
            all.add("name=" + nameOfDataset());
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        all.addAll(assignments);
        Path file = new RunFiles(home.environments()).find(runFile());
        RunConfiguration configuration = Wiring.configuration(home);
        RunSettings settings = configuration.read(file, all);
        if (seed == null || named()) {
            return settings;
        }
        all.removeIf(each -> each.startsWith("seed="));
        long own = configuration.read(file, all).seed();
        return own == settings.seed() ? settings : inOwnFolder(configuration, file, all, settings);
    }

    /** Whether the user chose the run's name. */
    private boolean named() {
        return assignments.stream().anyMatch(each -> each.strip().matches("name\\s*=.*"));
    }

    /** Another seed is another run; its results must not mix with those of the file's own seed. */
    private static RunSettings inOwnFolder(
            RunConfiguration configuration, Path file, List<String> all, RunSettings settings) {
        List<String> named = new ArrayList<>(all);
        named.add("seed=" + settings.seed());
        named.add("name=%s-seed-%d".formatted(settings.name(), settings.seed()));
        return configuration.read(file, named);
    }

    private String runFile() {
        if (run != null) {
            return run;
        }
        return imported() ? IMPORTED : DEFAULT;
    }

    /** Whether the data is a dataset that an import made. */
    private boolean imported() {
        return data != null && Files.isRegularFile(data.resolve(DatasetManifest.FILE_NAME));
    }

    /** The default run reads no files: who names some means a dataset of their own. */
    private void requireDataset() {
        if (run == null && data != null && !imported()) {
            throw new ConfigurationException(
                    ("--data: %s %s; make a dataset of your rows with `./oreo import FILE --into"
                         + " DIR --model DIR` and give --data that DIR, or name the run file whose"
                         + " task reads this data by --run")
                            .formatted(
                                    data,
                                    Files.exists(data)
                                            ? "is no imported dataset"
                                            : "does not exist"));
        }
    }

    /** Runs on different datasets do not share a folder. */
    private String nameOfDataset() {
        String name =
                String.valueOf(requireNonNull(data).toAbsolutePath().normalize().getFileName())
                        .replaceAll("[^A-Za-z0-9._-]", "-");
        return IMPORTED + "-" + name.substring(0, Math.min(NAME_MAX, name.length()));
    }
}
