package io.oreo.app.cli.run;

import io.oreo.run.RunState;
import io.oreo.schedule.settings.RunSettings;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A run up to its evaluated models. */
@Command(
        name = "evaluate",
        description = {
            "Carry a run as far as the evaluation of an iteration's models.",
            "Iteration 0 is SFT."
        })
public final class EvaluateCommand extends RunVerb {

    @Mixin private IterationChoice iteration = new IterationChoice();

    @Override
    Predicate<RunState> enough(RunSettings settings) {
        return Until.evaluated(iteration.number(settings, 0));
    }
}
