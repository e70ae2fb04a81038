package io.oreo.grading;

import java.util.List;

/**
 * The second stage of grading: decides pairs of answers that the exact comparison left open, with a
 * computer algebra system for example. Each pair has a time limit of its own, and a pair that fails
 * takes no other with it.
 */
public interface HardAnswers {

    /** Name and version, stored behind the grader's own: {@code math-verify/0.8}. */
    String name();

    /** One match per pair, in their order. */
    List<AnswerMatch> compare(List<Pair> pairs);

    /** An answer and the reference, as they are written, without the text around them. */
    record Pair(String answer, String reference) {}

    /** What came of a pair, the best outcome first. */
    enum AnswerMatch {
        /** The same answer. */
        SAME,
        /** Not decided within the limit. */
        TIMED_OUT,
        /** Not the same. */
        DIFFERENT,
        /** One of the two could not be read. */
        UNREADABLE
    }
}
