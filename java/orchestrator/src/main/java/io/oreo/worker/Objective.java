package io.oreo.worker;

/** What a training minimises (oreo.md, sections 2 and 3). */
public sealed interface Objective {

    /** Granularity of an action. */
    enum Level {
        TOKEN,
        STEP,
        RESPONSE
    }

    /** Cross entropy on action tokens; rejection sampling when the data are right rollouts. */
    record Sft() implements Objective {}

    /**
     * OREO.
     *
     * @param level granularity of the action
     * @param beta weight of the log-ratio in the soft Bellman equation
     * @param alpha weight of KL(pi || pi_ref) in the policy loss
     * @param lambda of the value target; 1 is the paper's return
     * @param criticWarmupBatches batches at the start that update the critic only
     */
    record Oreo(Level level, double beta, double alpha, double lambda, int criticWarmupBatches)
            implements Objective {}

    /** Direct preference optimisation on pairs. */
    record Dpo(double beta) implements Objective {}

    /** Kahneman-Tversky optimisation on unpaired outcomes. */
    record Kto(double beta, double desirableWeight, double undesirableWeight)
            implements Objective {}

    /** Direct Q-function optimisation. */
    record Dqo(
            double beta,
            double lambda,
            double importanceClip,
            double targetRate,
            int criticWarmupBatches)
            implements Objective {}

    /** Path consistency learning: OREO's policy loss with the gradient through all ratios. */
    record Pcl(Level level, double beta, double alpha, double lambda, int criticWarmupBatches)
            implements Objective {}
}
