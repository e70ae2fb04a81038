package io.oreo.app.cli.run;

import io.oreo.run.RunState;
import io.oreo.schedule.settings.RunSettings;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A run up to its graded rollouts. */
@Command(
        name = "collect",
        description = {
            "Carry a run as far as the graded rollouts of an iteration.",
            "What comes before (SFT, earlier iterations) is done if it is not there yet."
        })
public final class CollectCommand extends RunVerb {

    @Mixin private IterationChoice iteration = new IterationChoice();

    @Override
    Predicate<RunState> enough(RunSettings settings) {
        return Until.collected(iteration.number(settings, 1));
    }
}
