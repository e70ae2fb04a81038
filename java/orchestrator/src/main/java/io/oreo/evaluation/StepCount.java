package io.oreo.evaluation;

import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;

/** Counts responses that are correct in every step, and not in the answer alone. */
public final class StepCount {

    private final Optional<ToIntBiFunction<Problem, String>> correctSteps;
    private final Map<ProblemId, Problem> problems;

    /**
     * A count over results.
     *
     * @param correctSteps how many steps of a response are correct before the first incorrect one;
     *     in many a task nobody can tell
     * @param problems those of the results, where somebody can
     */
    public StepCount(
            Optional<ToIntBiFunction<Problem, String>> correctSteps, List<Problem> problems) {
        this.correctSteps = correctSteps;
        this.problems =
                problems.stream().collect(Collectors.toMap(Problem::id, Function.identity()));
    }

    /** How many of the chosen responses; empty where nobody can tell of each of them. */
    public OptionalInt allCorrect(List<ProblemResult> results) {
        if (correctSteps.isEmpty()
                || results.stream().anyMatch(each -> !problems.containsKey(each.problem()))) {
            return OptionalInt.empty();
        }
        long count = results.stream().filter(each -> allCorrect(each, correctSteps.get())).count();
        return OptionalInt.of(Math.toIntExact(count));
    }

    private boolean allCorrect(ProblemResult result, ToIntBiFunction<Problem, String> steps) {
        Problem problem = problems.get(result.problem());
        return problem != null
                && result.correct()
                && steps.applyAsInt(problem, result.answer().response()) >= result.answer().steps();
    }
}
