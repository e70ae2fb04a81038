package io.oreo.schedule.settings;

/**
 * Numbers of KTO (arXiv 2402.01306).
 *
 * @param beta weight of the log-ratio
 * @param desirableWeight weight of right rollouts
 * @param undesirableWeight weight of wrong ones
 * @param training epochs, batches and the policy's optimiser; the reference point is an estimate
 *     over a batch
 */
public record KtoSettings(
        double beta, double desirableWeight, double undesirableWeight, TrainSettings training) {

    void check(Checks checks) {
        checks.above("beta", beta, 0);
        checks.atLeast("desirable_weight", desirableWeight, 0);
        checks.atLeast("undesirable_weight", undesirableWeight, 0);
        checks.require(
                desirableWeight + undesirableWeight > 0,
                "desirable_weight",
                "and undesirable_weight are both 0, so nothing would be learned; raise one");
        training.check(checks.in("training"), 1);
        checks.require(
                training.batchSize() > 1,
                "training.batch_size",
                "is 1; KTO joins prompts with other responses of their batch, so it must be 2 or"
                        + " more");
    }
}
