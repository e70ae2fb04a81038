package io.oreo.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a selection came about, for the report.
 *
 * @param attempts trajectories that were looked at
 * @param ungraded of these, without a grade: broken attempts and demonstrations
 * @param correct of these, correct
 * @param incorrect of these, incorrect
 * @param taken trajectories, pairs or labels that were selected
 * @param problems problems that were attempted
 * @param problemsWithout problems that gave nothing to the selection
 */
public record SelectionCounts(
        int attempts,
        int ungraded,
        @JsonProperty("right") int correct,
        @JsonProperty("wrong") int incorrect,
        int taken,
        int problems,
        int problemsWithout) {

    public SelectionCounts {
        if (attempts != ungraded + correct + incorrect || problemsWithout > problems) {
            throw new IllegalArgumentException("the counts of a selection do not add up");
        }
    }
}
