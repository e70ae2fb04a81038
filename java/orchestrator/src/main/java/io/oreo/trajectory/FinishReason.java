package io.oreo.trajectory;

/** Why a response ended. */
public enum FinishReason {
    /** The end token was produced. */
    END_TOKEN,
    /** A step ended and no more was asked for. */
    STEP_END,
    /** The limit on tokens was reached. */
    LENGTH
}
