package io.oreo.run;

/** Where a run is. */
public enum Stage {
    /** Nothing happened yet. */
    NEW,
    /** The model is made. */
    PREPARING,
    /** Demonstrations become tokens. */
    ENCODING,
    /** Models learn: SFT in iteration 0, the main algorithm and its baselines later. */
    TRAINING,
    /** Models are evaluated. */
    EVALUATING,
    /** An iteration is complete. */
    BETWEEN_ITERATIONS,
    /** The policy attempts problems. */
    COLLECTING,
    /** Attempts are graded. */
    GRADING,
    /** The report is written. */
    REPORTING,
    /** All is done. */
    DONE
}
