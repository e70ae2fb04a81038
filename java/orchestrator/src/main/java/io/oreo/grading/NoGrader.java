package io.oreo.grading;

import io.oreo.trajectory.Outcome;
import java.util.List;

/**
 * The grader of a task whose trajectories bring their outcomes: an answer that comes to it is
 * broken.
 *
 * @param name name and version, stored beside each outcome
 * @param reason why there is nothing to grade
 */
public record NoGrader(String name, String reason) implements Grader {

    @Override
    public List<Outcome> grade(List<Answered> responses) {
        return responses.stream().<Outcome>map(_ -> new Outcome.Broken(reason)).toList();
    }
}
