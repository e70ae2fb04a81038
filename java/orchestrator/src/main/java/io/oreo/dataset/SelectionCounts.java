package io.oreo.dataset;

/**
 * How a selection came about, for the report.
 *
 * @param attempts trajectories that were looked at
 * @param ungraded of these, without a grade: broken attempts and demonstrations
 * @param right of these, right
 * @param wrong of these, wrong
 * @param taken trajectories, pairs or labels that were selected
 * @param problems problems that were attempted
 * @param problemsWithout problems that gave nothing to the selection
 */
public record SelectionCounts(
        int attempts,
        int ungraded,
        int right,
        int wrong,
        int taken,
        int problems,
        int problemsWithout) {

    public SelectionCounts {
        if (attempts != ungraded + right + wrong || problemsWithout > problems) {
            throw new IllegalArgumentException("the counts of a selection do not add up");
        }
    }
}
