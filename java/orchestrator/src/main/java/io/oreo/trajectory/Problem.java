package io.oreo.trajectory;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something to solve.
 *
 * @param id unique in its task
 * @param prompt what the policy is shown, before any chat template
 * @param referenceAnswer correct answer, for the grader
 * @param solution a worked solution to imitate; it may contain mistakes, as real ones do
 * @param group problems that are reported apart ("all" where there is one group only)
 * @param metadataJson anything else that a grader needs, a JSON object
 */
public record Problem(
        ProblemId id,
        String prompt,
        String referenceAnswer,
        Optional<String> solution,
        String group,
        String metadataJson) {

    /** Group of a task whose problems are reported together. */
    public static final String ONE_GROUP = "all";

    public Problem {
        requireNonNull(id, "id is null");
        requireNonNull(referenceAnswer, "referenceAnswer is null");
        requireNonNull(solution, "solution is null");
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("the prompt of problem " + id + " is blank");
        }
    }
}
