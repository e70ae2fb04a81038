package io.oreo.schedule;

import io.oreo.evaluation.ProblemResult;
import io.oreo.task.Split;
import io.oreo.task.Task.StepLabels;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts responses that are correct in every step, and not in the answer alone.
 *
 * @param labels who tells correct steps from incorrect ones; nobody in many a task
 * @param problems the run's test problems, where somebody does
 */
record StepCount(Optional<StepLabels> labels, Map<ProblemId, Problem> problems) {

    static StepCount of(RunContext run) {
        Optional<StepLabels> labels = run.task().stepLabels();
        List<Problem> problems =
                labels.isEmpty() ? List.of() : new Prompts(run).problems(Split.TEST);
        return new StepCount(
                labels,
                problems.stream().collect(Collectors.toMap(Problem::id, Function.identity())));
    }

    /** How many of the chosen responses; empty where nobody can tell of each of them. */
    OptionalInt allCorrect(List<ProblemResult> results) {
        if (labels.isEmpty()
                || results.stream().anyMatch(each -> !problems.containsKey(each.problem()))) {
            return OptionalInt.empty();
        }
        long count = results.stream().filter(each -> allCorrect(each, labels.get())).count();
        return OptionalInt.of(Math.toIntExact(count));
    }

    private boolean allCorrect(ProblemResult result, StepLabels steps) {
        Problem problem = problems.get(result.problem());
        return problem != null
                && result.correct()
                && steps.correctSteps(problem, result.answer().response())
                        >= result.answer().steps();
    }
}
