package io.oreo.evaluation.grading;

/** What a comparison of an answer with its reference says. */
enum Decision {
    /** Surely the same. */
    SAME,
    /** Surely not the same. */
    DIFFERENT,
    /** Written differently, and the values cannot be told here. */
    UNSURE
}
