package io.oreo.trajectory;

/** Where a trajectory comes from. */
public enum Origin {
    /** A worked solution to imitate. */
    DEMONSTRATION,
    /** Sampled by a policy of ours. */
    ROLLOUT,
    /** Brought by the user. */
    IMPORT
}
