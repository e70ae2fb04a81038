package io.oreo.worker;

import java.util.List;

/** Compares mathematical answers with a computer algebra system, each pair under a time limit. */
public interface AnswerComparer {

    /** One match per pair, in their order. A pair that hangs or fails spoils no other. */
    Compared compare(List<AnswerPair> pairs);

    /** An answer and the reference, as they are written. */
    record AnswerPair(String answer, String reference) {}

    /**
     * What came of some pairs.
     *
     * @param comparer name and version of what compared
     */
    record Compared(List<AnswerMatch> matches, String comparer) {
        public Compared {
            matches = List.copyOf(matches);
        }
    }

    /** What came of a pair. */
    enum AnswerMatch {
        /** The same answer. */
        SAME,
        /** Not the same. */
        DIFFERENT,
        /** Not decided within the limit. */
        TIMED_OUT,
        /** One of the two could not be read. */
        UNREADABLE
    }
}
