package io.oreo.app.cli.run;

import io.oreo.app.Wiring;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.ConfigurationException;
import io.oreo.app.config.RunConfiguration;
import io.oreo.run.Journal;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.store.RunFolder;
import io.oreo.store.RunStore;
import io.oreo.store.RunStores;
import io.oreo.store.StoreException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All runs. */
@Command(name = "runs", description = "List all runs: how far each is, and its digest.")
public final class RunsCommand extends Verb {

    @Mixin private RunFolderChoice folders = new RunFolderChoice();

    @Override
    public Integer call() {
        Path runs = folders.runs(home());
        out().printf("%-28s  %-9s  %-34s  %s%n", "run", "iteration", "state", "digest");
        RunConfiguration configuration = Wiring.configuration(home());
        for (String name : NamedRun.names(runs)) {
            out().println(line(configuration, runs, name));
        }
        out().flush();
        return ExitStatus.SUCCESS;
    }

    private static String line(RunConfiguration configuration, Path runs, String name) {
        Path folder = runs.resolve(name);
        try {
            RunSettings settings = configuration.readResolved(folder.resolve("run.toml"));
            try (RunStore store = RunStores.openReadOnly(folder, settings.store().url())) {
                RunState state = Journal.stateOf(store);
                return "%-28s  %-9s  %-34s  %s"
                        .formatted(
                                name,
                                "%d of %d".formatted(state.iteration(), settings.iterations()),
                                (RunFolder.inUse(folder) ? "running: " : "")
                                        + Words.of(state.stage()),
                                state.reportDigest().map(d -> d.substring(0, 12)).orElse("-"));
            }
        } catch (StoreException | ConfigurationException unusable) {
            return "%-28s  %-9s  %s".formatted(name, "-", "damaged");
        }
    }
}
