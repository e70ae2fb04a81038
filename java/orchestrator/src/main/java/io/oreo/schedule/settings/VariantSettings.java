package io.oreo.schedule.settings;

/**
 * In what a relative of OREO (another level, PCL) differs from it. All else, the critic included,
 * is as in {@code [oreo]}, so that a comparison of the two compares nothing else.
 *
 * @param beta weight of the log-ratio in the soft Bellman equation
 * @param alpha weight of KL(pi || pi_ref) in the policy loss
 * @param learningRate of the policy
 */
public record VariantSettings(double beta, double alpha, double learningRate) {

    void check(Checks checks) {
        checks.above("beta", beta, 0);
        checks.atLeast("alpha", alpha, 0);
        checks.above("learning_rate", learningRate, 0);
    }
}
