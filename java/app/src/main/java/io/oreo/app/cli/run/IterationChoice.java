package io.oreo.app.cli.run;

import io.oreo.app.config.ConfigurationException;
import io.oreo.schedule.settings.RunSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names an iteration of a run. */
final class IterationChoice {

    @Option(
            names = "--iteration",
            paramLabel = "N",
            description = "Iteration to carry the run to. Default: the last.")
    private @Nullable Integer iteration;

    /**
     * @param first smallest number that makes sense
     * @throws ConfigurationException if the run has no such iteration
     */
    int number(RunSettings settings, int first) {
        int number = iteration == null ? settings.iterations() : iteration;
        if (number < first || number > settings.iterations()) {
            throw new ConfigurationException(
                    ("--iteration is %d, but this step exists in the iterations %d "
                                    + "to %d of this run; set iterations for more")
                            .formatted(number, first, settings.iterations()));
        }
        return number;
    }
}
