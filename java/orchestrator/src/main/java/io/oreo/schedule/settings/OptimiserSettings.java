package io.oreo.schedule.settings;

/**
 * AdamW as a method has it that says nothing else.
 *
 * @param learningRate peak
 * @param weightDecay see {@link OptimiserShape}, as are the others
 */
public record OptimiserSettings(
        double learningRate,
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon,
        double maxGradientNorm,
        String schedule,
        double warmupRatio) {

    void check(Checks checks) {
        checks.above("learning_rate", learningRate, 0);
        new OptimiserShape(
                        weightDecay, beta1, beta2, epsilon, maxGradientNorm, schedule, warmupRatio)
                .check(checks);
    }
}
