package io.oreo.app.cli;

import io.oreo.app.Home;
import io.oreo.app.config.RunConfiguration;
import io.oreo.app.config.RunFiles;
import io.oreo.schedule.settings.RunSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names a run file and changes its settings. */
final class RunChoice {

    @Option(
            names = "--run",
            paramLabel = "NAME|FILE",
            defaultValue = "arithmetic",
            description =
                    "Run file: a name in environments/*/runs or a path. Default: ${DEFAULT-VALUE}.")
    private String run = "arithmetic";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the task's data; sets task.data.")
    private @Nullable Path data;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the run; sets seed.")
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

    /** Likewise, with assignments of the verb itself below those of the user. */
    RunSettings settings(Home home, List<String> ofTheVerb) {
        List<String> all = new ArrayList<>(ofTheVerb);
        if (data != null) {
            all.add("task.data=" + data.toAbsolutePath().normalize());
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        all.addAll(assignments);
        return new RunConfiguration().read(new RunFiles(home.environments()).find(run), all);
    }
}
