package io.oreo.grading.math;

/** What a comparison of an answer with its reference says. */
public enum Decision {
    /** Surely the same. */
    SAME,
    /** Surely not the same. */
    DIFFERENT,
    /** Written differently, and the values cannot be told here. */
    UNSURE
}
