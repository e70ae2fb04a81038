package io.oreo.schedule.settings;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A table {@code [[method]]}: what learns from the rollouts, and how.
 *
 * @param name what the method is called in this run; trainings add the iteration ({@code oreo-1})
 * @param objective a name of the catalogue, or {@code package.module:Class}
 * @param epochs passes over the data in which the policy learns
 * @param batchSize sequences or pairs per update
 * @param checkpointEvery batches between checkpoints
 * @param criticWarmupEpochs passes before those, in which only the critic learns
 * @param continueCritic later iterations start from the last critic, not from the policy
 * @param maxPairs most pairs of a correct and an incorrect rollout per problem
 * @param rollouts {@code own}: from iteration 2 on it samples with its own policy and starts from
 *     it; {@code shared}: it learns from the main method's rollouts and starts from its policy
 * @param learningRate of the policy, peak
 * @param criticLearningRate of the critic, peak
 * @param optimiser of the policy, otherwise
 * @param criticOptimiser of the critic, otherwise
 * @param options of the objective, by name
 */
public record MethodSettings(
        String name,
        String objective,
        int epochs,
        int batchSize,
        int checkpointEvery,
        int criticWarmupEpochs,
        boolean continueCritic,
        int maxPairs,
        String rollouts,
        double learningRate,
        double criticLearningRate,
        OptimiserShape optimiser,
        OptimiserShape criticOptimiser,
        @JsonAnySetter @JsonAnyGetter Map<String, Object> options) {

    /** {@link #rollouts} of a chain of its own. */
    public static final String OWN = "own";

    /** {@link #rollouts} of a method that shares the main method's. */
    public static final String SHARED = "shared";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,39}");

    public MethodSettings {
        options =
                options == null
                        ? Map.of()
                        : Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** What does not depend on the objective. */
    void check(Checks checks, List<String> taken) {
        checks.require(
                NAME.matcher(name).matches(),
                "name",
                ("is \"%s\"; it has 1 to 40 small letters, digits, dots, dashes or underscores and"
                                + " begins with a letter")
                        .formatted(name));
        checks.require(
                !taken.contains(name),
                "name",
                "is \"%s\", which another training bears; take another".formatted(name));
        checks.atLeast("epochs", epochs, 1);
        checks.atLeast("batch_size", batchSize, 1);
        checks.atLeast("checkpoint_every", checkpointEvery, 1);
        checks.atLeast("critic_warmup_epochs", criticWarmupEpochs, 0);
        checks.atLeast("max_pairs", maxPairs, 1);
        checks.oneOf("rollouts", rollouts, List.of(OWN, SHARED));
        checks.above("learning_rate", learningRate, 0);
        optimiser.check(checks.in("optimiser"));
        checks.above("critic_learning_rate", criticLearningRate, 0);
        criticOptimiser.check(checks.in("critic_optimiser"));
    }
}
