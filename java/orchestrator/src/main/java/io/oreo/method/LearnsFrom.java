package io.oreo.method;

/** What the sequences of a method's batches are. */
public enum LearnsFrom {
    /** The demonstrations that SFT imitates. */
    DEMONSTRATIONS,
    /** All graded rollouts. */
    ROLLOUTS,
    /** The correct ones. */
    CORRECT,
    /** Pairs of a correct and an incorrect rollout at the same problem. */
    PAIRS
}
