package io.oreo.app.cli.run;

import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.config.RunConfiguration;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.RunSettings;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All of a run: SFT, every iteration, evaluation and report. */
@Command(
        name = "iterate",
        description = {
            "Run all iterations of a run file, evaluate and report.",
            "A run that was stopped goes on where it was; one that is done says so."
        })
public final class IterateCommand extends RunVerb {

    @Option(names = "--keys", description = "Print every key of a run file with its default.")
    private boolean keys;

    @Override
    Predicate<RunState> enough(RunSettings settings) {
        return _ -> false;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (keys) {
            out().print(RunConfiguration.reference());
            out().print(MethodKeys.of(home().methods()));
            out().flush();
            return ExitStatus.SUCCESS;
        }
        return super.call();
    }
}
