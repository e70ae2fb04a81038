package io.oreo.schedule;

import io.oreo.schedule.settings.Method;
import io.oreo.schedule.settings.MethodSettings;
import io.oreo.schedule.settings.OptimiserShape;
import io.oreo.schedule.settings.SftSettings;
import io.oreo.worker.TrainingSpec;
import java.util.Map;

/**
 * How a training learns, whatever it learns from: SFT's table or a method's in the words of a
 * worker.
 *
 * @param objective what is minimised
 * @param options of the objective
 * @param epochs passes over the data in which the policy learns
 * @param warmupEpochs passes before those, in which only the critic learns
 * @param batchSize sequences or pairs per update
 * @param checkpointEvery batches between checkpoints
 * @param optimiser of the policy
 * @param criticOptimiser of the critic, where there is one
 * @param continuesCritic whether the critic of the last iteration is the start of the next one's
 */
record Recipe(
        String objective,
        Map<String, Object> options,
        int epochs,
        int warmupEpochs,
        int batchSize,
        int checkpointEvery,
        TrainingSpec.Optimiser optimiser,
        TrainingSpec.Optimiser criticOptimiser,
        boolean continuesCritic) {

    /** SFT on the demonstrations. */
    static Recipe sft(SftSettings sft) {
        TrainingSpec.Optimiser optimiser = optimiser(sft.learningRate(), sft.optimiser());
        return new Recipe(
                TrainingJobs.SFT,
                Map.of(),
                sft.epochs(),
                0,
                sft.batchSize(),
                sft.checkpointEvery(),
                optimiser,
                optimiser,
                false);
    }

    static Recipe of(Method method) {
        MethodSettings settings = method.settings();
        return new Recipe(
                settings.objective(),
                settings.options(),
                settings.epochs(),
                method.warmupEpochs(),
                settings.batchSize(),
                settings.checkpointEvery(),
                optimiser(settings.learningRate(), settings.optimiser()),
                optimiser(settings.criticLearningRate(), settings.criticOptimiser()),
                method.trainsCritic() && settings.continueCritic());
    }

    private static TrainingSpec.Optimiser optimiser(double learningRate, OptimiserShape shape) {
        return new TrainingSpec.Optimiser(
                learningRate,
                shape.weightDecay(),
                shape.beta1(),
                shape.beta2(),
                shape.epsilon(),
                shape.maxGradientNorm(),
                shape.schedule(),
                shape.warmupRatio());
    }
}
