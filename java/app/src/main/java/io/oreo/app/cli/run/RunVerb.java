package io.oreo.app.cli.run;

import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.SettingsText;
import io.oreo.app.estimate.Estimate;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.store.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that carries the run of a run file to some point. */
abstract class RunVerb extends Verb {

    @Mixin private RunChoice choice = new RunChoice();

    @Mixin private RunFolderChoice folders = new RunFolderChoice();

    @Option(
            names = "--dry-run",
            description =
                    "Only print the resolved configuration and an estimate of memory and work.")
    private boolean dryRun;

    /**
     * Assignments that the verb's own options stand for.
     *
     * @param imported whether the run is that of an imported dataset
     */
    List<String> assignments(boolean imported) {
        return List.of();
    }

    /**
     * Whether a run has come as far as this verb carries it.
     *
     * @throws io.oreo.app.config.ConfigurationException if it never will
     */
    abstract Predicate<RunState> enough(RunSettings settings);

    @Override
    public Integer call() throws InterruptedException {
        RunSettings settings = choice.settings(home(), assignments(choice.ofImported()));
        Predicate<RunState> enough = enough(settings);
        Path run = folders.runs(home()).resolve(settings.name());
        if (dryRun || !RunFolder.hasBegun(run)) {
            StartModel.require(settings, dryRun);
        }
        if (dryRun) {
            out().print(Estimate.of(settings, home().methods()));
            out().println();
            out().print(SettingsText.toml(settings));
            out().flush();
            return ExitStatus.SUCCESS;
        }
        return new LongWork(this, folders.runs(home())).carry(settings, enough);
    }
}
