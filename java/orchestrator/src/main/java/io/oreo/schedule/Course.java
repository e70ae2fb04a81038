package io.oreo.schedule;

import io.oreo.schedule.settings.ComputeSettings;
import io.oreo.schedule.settings.DqoSettings;
import io.oreo.schedule.settings.Learner;
import io.oreo.schedule.settings.LoraSettings;
import io.oreo.schedule.settings.OptimiserSettings;
import io.oreo.schedule.settings.OreoSettings;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.schedule.settings.TrainSettings;
import io.oreo.schedule.settings.VariantSettings;
import io.oreo.worker.Objective;
import io.oreo.worker.Objective.Level;
import io.oreo.worker.TrainingSpec;
import java.util.Locale;
import java.util.Optional;

/**
 * How an algorithm trains: the settings' tables in the words of a worker.
 *
 * @param learner what learns; empty for SFT
 * @param training epochs, batches and the policy's optimiser
 * @param warmupEpochs epochs before those, in which only the critic learns
 * @param critic the critic's optimiser, where there is one
 * @param continuesCritic whether the critic of the last iteration is the start of the next one's
 */
record Course(
        Optional<Learner> learner,
        TrainSettings training,
        int warmupEpochs,
        OptimiserSettings critic,
        boolean continuesCritic,
        RunSettings settings) {

    static Course sft(RunSettings run) {
        return new Course(Optional.empty(), run.sft(), 0, run.oreo().critic(), false, run);
    }

    static Course of(Learner learner) {
        RunSettings run = learner.settings();
        return switch (learner.algorithm()) {
            case OREO -> oreo(learner, run.oreo().training());
            case OREO_STEP -> variant(learner, run.oreoStep());
            case OREO_RESPONSE -> variant(learner, run.oreoResponse());
            case PCL -> variant(learner, run.pcl());
            case REJECTION -> policyOnly(learner, run.rejection());
            case DPO -> policyOnly(learner, run.dpo().training());
            case KTO -> policyOnly(learner, run.kto().training());
            case DQO ->
                    new Course(
                            Optional.of(learner),
                            run.dqo().training(),
                            run.dqo().criticWarmupEpochs(),
                            run.dqo().critic(),
                            false,
                            run);
        };
    }

    private static Course policyOnly(Learner learner, TrainSettings training) {
        RunSettings run = learner.settings();
        return new Course(Optional.of(learner), training, 0, run.oreo().critic(), false, run);
    }

    private static Course variant(Learner learner, VariantSettings variant) {
        TrainSettings training = learner.settings().oreo().training();
        return oreo(learner, training.withLearningRate(variant.learningRate()));
    }

    private static Course oreo(Learner learner, TrainSettings training) {
        OreoSettings oreo = learner.settings().oreo();
        return new Course(
                Optional.of(learner),
                training,
                oreo.criticWarmupEpochs(),
                oreo.critic(),
                oreo.continueCritic(),
                learner.settings());
    }

    /** What is minimised; the first batches update the critic only. */
    Objective objective(int warmupBatches) {
        if (learner.isEmpty()) {
            return new Objective.Sft();
        }
        OreoSettings oreo = settings.oreo();
        return switch (learner.get().algorithm()) {
            case OREO ->
                    new Objective.Oreo(
                            level(), oreo.beta(), oreo.alpha(), oreo.lambda(), warmupBatches);
            case OREO_STEP -> level(Level.STEP, settings.oreoStep(), warmupBatches);
            case OREO_RESPONSE -> level(Level.RESPONSE, settings.oreoResponse(), warmupBatches);
            case PCL ->
                    new Objective.Pcl(
                            level(),
                            settings.pcl().beta(),
                            settings.pcl().alpha(),
                            oreo.lambda(),
                            warmupBatches);
            case REJECTION -> new Objective.Sft();
            case DPO -> new Objective.Dpo(settings.dpo().beta());
            case KTO ->
                    new Objective.Kto(
                            settings.kto().beta(),
                            settings.kto().desirableWeight(),
                            settings.kto().undesirableWeight());
            case DQO -> dqo(settings.dqo(), warmupBatches);
        };
    }

    /** Weight of the log-ratio in the soft Bellman equation, where the critic is trained by it. */
    Optional<Double> beta() {
        return switch (objective(0)) {
            case Objective.Oreo oreo -> Optional.of(oreo.beta());
            case Objective.Pcl pcl -> Optional.of(pcl.beta());
            case Objective.Dqo dqo -> Optional.of(dqo.beta());
            case Objective.Sft _, Objective.Dpo _, Objective.Kto _ -> Optional.empty();
        };
    }

    private Objective level(Level level, VariantSettings variant, int warmupBatches) {
        return new Objective.Oreo(
                level, variant.beta(), variant.alpha(), settings.oreo().lambda(), warmupBatches);
    }

    private static Objective dqo(DqoSettings dqo, int warmupBatches) {
        return new Objective.Dqo(
                dqo.beta(), dqo.lambda(), dqo.importanceClip(), dqo.targetRate(), warmupBatches);
    }

    private Level level() {
        return Level.valueOf(settings.oreo().level().toUpperCase(Locale.ROOT));
    }

    /** The policy's adapters. */
    Optional<TrainingSpec.Lora> policyLora() {
        return lora(settings.policyLora());
    }

    /** The critic's adapters. */
    Optional<TrainingSpec.Lora> criticLora() {
        return lora(settings.criticLora());
    }

    private static Optional<TrainingSpec.Lora> lora(LoraSettings lora) {
        return lora.enabled()
                ? Optional.of(
                        new TrainingSpec.Lora(
                                lora.rank(), lora.alpha(), lora.dropout(), lora.targetModules()))
                : Optional.empty();
    }

    static TrainingSpec.Optimiser optimiser(OptimiserSettings settings) {
        return new TrainingSpec.Optimiser(
                settings.learningRate(),
                settings.weightDecay(),
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                settings.maxGradientNorm(),
                settings.schedule(),
                settings.warmupRatio());
    }

    static TrainingSpec.Compute compute(ComputeSettings settings) {
        return new TrainingSpec.Compute(
                settings.microBatchTokens(),
                settings.projectionChunk(),
                settings.precision().isBlank()
                        ? Optional.empty()
                        : Optional.of(settings.precision()),
                settings.packing(),
                settings.gradientCheckpointing());
    }
}
