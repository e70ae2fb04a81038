package io.oreo.search;

import io.oreo.testing.DigitPolicy;
import io.oreo.testing.ExactValues;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Searches with a policy that writes digits and a critic that adds them up. */
final class Searches {

    static final Seed SEED = new Seed(11);
    static final StepRule LINES = new StepRule(List.of("\n"));
    static final SolverLimits WIDE = limits(1000, OptionalInt.empty());

    /** The last line is the answer; an empty one is none. */
    static final AnswerKey LAST_LINE =
            response ->
                    Optional.of(response.substring(response.lastIndexOf('\n') + 1))
                            .filter(line -> !line.isEmpty());

    private Searches() {}

    static SolverLimits limits(int maxNewTokens, OptionalInt budget) {
        return new SolverLimits(LINES, maxNewTokens, 0, 3, budget);
    }

    static ExactValues sums() {
        return new ExactValues(DigitPolicy::digitSum);
    }

    static Solver solver(DigitPolicy policy, ExactValues values, SolverLimits limits) {
        return new Solver(new SearchInput.Models(policy, Optional.of(values), LAST_LINE), limits);
    }

    static Prompt prompt(int number) {
        ProblemId id = new ProblemId("problem-" + number);
        Problem problem =
                new Problem(id, "digits?", "9", Optional.empty(), Problem.ONE_GROUP, "{}");
        return new Prompt(problem, IntVector.of(3 + number % 5, DigitPolicy.BEGIN));
    }

    static List<Prompt> prompts(int count) {
        return IntStream.range(0, count).mapToObj(Searches::prompt).toList();
    }

    /** The response's own tokens. */
    static IntVector responseOf(Attempt attempt) {
        return attempt.tokenIds().slice(attempt.promptTokens(), attempt.tokenIds().size());
    }
}
