package io.oreo.schedule.settings;

/**
 * AdamW and its schedule.
 *
 * @param learningRate peak
 * @param weightDecay decoupled
 * @param beta1 first-moment decay
 * @param beta2 second-moment decay
 * @param epsilon denominator's constant
 * @param maxGradientNorm 0: no clipping
 * @param schedule constant, linear or cosine
 * @param warmupRatio part of the updates spent warming up
 */
public record OptimiserSettings(
        double learningRate,
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon,
        double maxGradientNorm,
        String schedule,
        double warmupRatio) {}
