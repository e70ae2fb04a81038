package io.oreo.app.cli;

import io.oreo.schedule.RunState;
import io.oreo.schedule.settings.RunSettings;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run up to its trained models. */
@Command(
        name = "train",
        description = {
            "Carry a run as far as the trained policy and critic of an iteration.",
            "Iteration 0 is SFT."
        })
final class TrainCommand extends RunVerb {

    @Mixin private IterationChoice iteration = new IterationChoice();

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "What learns from the rollouts: oreo or rejection; sets algorithm.")
    private @Nullable String algorithm;

    @Override
    List<String> assignments() {
        return algorithm == null ? List.of() : List.of("algorithm=" + algorithm);
    }

    @Override
    Predicate<RunState> enough(RunSettings settings) {
        return Until.trained(iteration.number(settings, 0));
    }
}
