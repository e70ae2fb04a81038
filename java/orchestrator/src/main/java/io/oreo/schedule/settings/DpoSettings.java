package io.oreo.schedule.settings;

/**
 * Numbers of DPO (arXiv 2305.18290).
 *
 * @param beta weight of the log-ratio
 * @param maxPairs most pairs of a right and a wrong rollout a problem
 * @param training epochs, batches (of pairs) and the policy's optimiser
 */
public record DpoSettings(double beta, int maxPairs, TrainSettings training) {

    void check(Checks checks) {
        checks.above("beta", beta, 0);
        checks.atLeast("max_pairs", maxPairs, 1);
        training.check(checks.in("training"), 1);
    }
}
