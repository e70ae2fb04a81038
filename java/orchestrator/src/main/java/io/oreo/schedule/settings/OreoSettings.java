package io.oreo.schedule.settings;

import java.util.List;

/**
 * Numbers of OREO's two losses (oreo.md, section 2).
 *
 * @param level token, step or response
 * @param beta weight of the log-ratio in the soft Bellman equation
 * @param alpha weight of KL(pi || pi_ref) in the policy loss
 * @param lambda of the value target; 1 is the paper's return
 * @param criticWarmupEpochs passes over the data before the policy moves, in which only the critic
 *     learns; in addition to the training's epochs
 * @param continueCritic iterations after the first start from the last critic, not from the policy
 * @param training epochs, batches and the policy's optimiser
 * @param critic the critic's optimiser
 */
public record OreoSettings(
        String level,
        double beta,
        double alpha,
        double lambda,
        int criticWarmupEpochs,
        boolean continueCritic,
        TrainSettings training,
        OptimiserSettings critic) {

    private static final List<String> LEVELS = List.of("token", "step", "response");

    /** The numbers of the losses, which ablations have of their own. */
    void checkLosses(Checks checks) {
        checks.oneOf("level", level, LEVELS);
        checks.above("beta", beta, 0);
        checks.atLeast("alpha", alpha, 0);
        checks.between("lambda", lambda, 0, 1);
    }

    void check(Checks checks) {
        checkLosses(checks);
        checks.atLeast("critic_warmup_epochs", criticWarmupEpochs, 0);
        training.check(checks.in("training"), 1);
        critic.check(checks.in("critic"));
    }
}
