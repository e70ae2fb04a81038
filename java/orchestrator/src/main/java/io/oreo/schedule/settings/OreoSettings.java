package io.oreo.schedule.settings;

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
        OptimiserSettings critic) {}
