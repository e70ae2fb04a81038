package io.oreo.grading;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import java.util.List;
import java.util.Optional;

/** Grades responses. A grader of one's own, in Java or Python, is this one interface. */
public interface Grader {

    /** Name and version, stored beside every verdict, e.g. {@code gsm8k/2}. */
    String name();

    /** One outcome per response, in their order; a response that cannot be graded is broken. */
    List<Outcome> grade(List<Answered> responses);

    /**
     * The answer in a response, in a form in which equal answers are equal texts; votes go by it. A
     * grader that cannot say gives nothing, and nobody votes.
     */
    default Optional<String> answer(String response) {
        return Optional.empty();
    }

    /** A problem and what was written for it. */
    record Answered(Problem problem, String response) {}
}
