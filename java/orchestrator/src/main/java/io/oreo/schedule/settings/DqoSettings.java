package io.oreo.schedule.settings;

/**
 * Numbers of DQO (arXiv 2410.09302).
 *
 * @param beta weight of the log-ratio
 * @param lambda of the critic's returns
 * @param importanceClip largest weight pi/mu of a token
 * @param targetRate weight of the new value in the slowly moving one, per batch
 * @param criticWarmupEpochs passes in which only the critic learns, before the training's epochs
 * @param training epochs, batches and the policy's optimiser
 * @param critic the critic's optimiser
 */
public record DqoSettings(
        double beta,
        double lambda,
        double importanceClip,
        double targetRate,
        int criticWarmupEpochs,
        TrainSettings training,
        OptimiserSettings critic) {

    void check(Checks checks) {
        checks.above("beta", beta, 0);
        checks.between("lambda", lambda, 0, 1);
        checks.above("importance_clip", importanceClip, 0);
        checks.between("target_rate", targetRate, 0, 1);
        checks.atLeast("critic_warmup_epochs", criticWarmupEpochs, 0);
        training.check(checks.in("training"), 1);
        critic.check(checks.in("critic"));
    }
}
