package io.oreo.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.search.SearchResult;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StepCountTest {

    private static final Problem ASKED =
            new Problem(
                    new ProblemId("known"), "?", "even", Optional.empty(), Problem.ONE_GROUP, "{}");

    /** A line is correct if it says so. */
    private static final StepCount COUNT =
            new StepCount(
                    Optional.of(
                            (_, response) ->
                                    (int) response.lines().takeWhile("good"::equals).count()),
                    List.of(ASKED));

    @Test
    void a_correct_answer_counts_if_every_step_is_correct() {
        List<ProblemResult> results =
                List.of(
                        result("known", "good\ngood", true),
                        result("known", "good\nbad", true),
                        result("known", "good\ngood", false));

        assertEquals(OptionalInt.of(1), COUNT.allCorrect(results));
    }

    @Test
    void nothing_is_said_where_nobody_can_tell() {
        List<ProblemResult> results = List.of(result("known", "good", true));

        assertEquals(
                OptionalInt.empty(),
                new StepCount(Optional.empty(), List.of()).allCorrect(results));
        assertEquals(OptionalInt.empty(), COUNT.allCorrect(List.of(result("other", "good", true))));
    }

    private static ProblemResult result(String problem, String response, boolean correct) {
        AttemptResult answer =
                new AttemptResult(
                        0,
                        response,
                        FinishReason.END_TOKEN,
                        8,
                        (int) response.lines().count(),
                        OptionalDouble.empty(),
                        correct
                                ? new Verdict.Correct("even", "A:")
                                : new Verdict.Incorrect("odd", "A:"),
                        correct ? 1 : 0,
                        "parity/1",
                        Optional.empty());
        return new ProblemResult(
                new ProblemId(problem),
                Problem.ONE_GROUP,
                answer,
                List.of(),
                SearchResult.Ending.FINISHED,
                8,
                Optional.empty(),
                Optional.empty());
    }
}
