package io.oreo.method;

/** What a method must know of the networks; see {@code Needs} in {@code method.py}. */
public enum Need {
    /** Log-probabilities of the reference policy. */
    REFERENCE,
    /** KL to the reference over the whole vocabulary. */
    EXACT_KL,
    /** A critic, trained with the policy. */
    CRITIC,
    /** A second critic that follows the first. */
    TARGET_CRITIC,
    /** Ends of steps. */
    STEPS,
    /** Prompts joined with the responses to other prompts of the batch. */
    MISMATCHED,
    /** Log-probabilities under which the rollouts were sampled. */
    BEHAVIOUR
}
