package io.oreo.evaluation;

import io.oreo.search.Choosable;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One response to a problem, graded.
 *
 * @param order place in the order of generation within its search, from 0
 * @param response what was written
 * @param finishReason why it ended
 * @param tokens tokens of the response
 * @param steps steps of the response
 * @param value V at its last state, where a critic was asked
 * @param verdict what the grader says
 * @param reward its reward; at least one half is correct
 * @param grader name and version of the grader
 * @param written the response as the policy wrote it; results of earlier versions hold its text
 *     alone
 */
public record AttemptResult(
        int order,
        String response,
        FinishReason finishReason,
        int tokens,
        int steps,
        OptionalDouble value,
        Verdict verdict,
        double reward,
        String grader,
        Optional<Written> written)
        implements Choosable {

    /**
     * A response as tokens.
     *
     * @param tokenIds of the response, without the prompt
     * @param stepEnds positions one past the last token of each step, counted from its start
     */
    public record Written(IntVector tokenIds, IntVector stepEnds) {}

    /** Whether the grader failed on it. Such an attempt counts as no answer, and is counted. */
    public boolean failed() {
        return verdict instanceof Verdict.GraderFailed;
    }

    /** Whether the policy itself ended the response. */
    @Override
    public boolean finished() {
        return finishReason == FinishReason.END_TOKEN;
    }

    /** A reward of at least one half. */
    public boolean correct() {
        return reward >= Trajectory.CORRECT_FROM;
    }
}
