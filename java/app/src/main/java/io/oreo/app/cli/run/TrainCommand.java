package io.oreo.app.cli.run;

import io.oreo.app.cli.verb.ModelFolder;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.RunSettings;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "Iteration 0 is SFT.",
            "With an imported dataset (`./oreo import`): --data DATASET --model DIR."
        })
public final class TrainCommand extends RunVerb {

    @Mixin private IterationChoice iteration = new IterationChoice();

    @Option(
            names = {"--method", "--algorithm"},
            paramLabel = "OBJECTIVE",
            description =
                    "What learns from the rollouts, with its defaults: oreo, dpo, ..., or"
                            + " package.module:Class; sets method.")
    private @Nullable String method;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "Model to start from; sets model.origin, model.directory and, to what the"
                            + " model reads, model.max_length.")
    private @Nullable Path model;

    @Override
    List<String> assignments(boolean imported) {
        List<String> assignments = new ArrayList<>();
        if (method != null) {
            if (imported) {
                ImportedMethod.assignment(method).ifPresent(assignments::add);
            } else {
                assignments.add("method=[{objective = \"%s\"}]".formatted(method));
            }
        }
        if (model != null) {
            Path folder = ModelFolder.existing(model);
            assignments.add("model.origin=directory");
            assignments.add("model.directory=" + folder);
            ModelFolder.contextLength(folder)
                    .ifPresent(length -> assignments.add("model.max_length=" + length));
        }
        return assignments;
    }

    @Override
    Predicate<RunState> enough(RunSettings settings) {
        return Until.trained(iteration.number(settings, 0));
    }
}
