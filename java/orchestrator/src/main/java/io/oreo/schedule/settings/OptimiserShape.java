package io.oreo.schedule.settings;

import java.util.List;

/**
 * AdamW and its schedule, but for the learning rate.
 *
 * @param weightDecay decoupled
 * @param beta1 first-moment decay
 * @param beta2 second-moment decay
 * @param epsilon denominator's constant
 * @param maxGradientNorm 0: no clipping
 * @param schedule constant, linear or cosine
 * @param warmupRatio part of the updates spent warming up
 */
public record OptimiserShape(
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon,
        double maxGradientNorm,
        String schedule,
        double warmupRatio) {

    private static final List<String> SCHEDULES = List.of("constant", "linear", "cosine");

    void check(Checks checks) {
        checks.atLeast("weight_decay", weightDecay, 0);
        checks.require(beta1 >= 0 && beta1 < 1, "beta1", "is " + beta1 + "; it must lie in [0, 1)");
        checks.require(beta2 >= 0 && beta2 < 1, "beta2", "is " + beta2 + "; it must lie in [0, 1)");
        checks.above("epsilon", epsilon, 0);
        checks.atLeast("max_gradient_norm", maxGradientNorm, 0);
        checks.oneOf("schedule", schedule, SCHEDULES);
        checks.between("warmup_ratio", warmupRatio, 0, 1);
    }
}
