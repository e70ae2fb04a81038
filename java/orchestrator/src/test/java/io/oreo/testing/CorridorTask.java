package io.oreo.testing;

import io.oreo.grading.Grader;
import io.oreo.grading.NoGrader;
import io.oreo.task.Split;
import io.oreo.task.Task;
import io.oreo.task.TaskKind;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The games of a {@link Corridor}, the shortest first; see {@link Script.Walks}. */
public record CorridorTask() implements Task {

    private static final int STEPS = 6;

    @Override
    public String name() {
        return "corridor";
    }

    @Override
    public List<Problem> problems(Split split, int count, Seed seed) {
        return IntStream.rangeClosed(1, count).mapToObj(goal -> problem(split, goal)).toList();
    }

    private static Problem problem(Split split, int goal) {
        return new Problem(
                new ProblemId(Integer.toString(goal)),
                Corridor.text(0, goal),
                "",
                split == Split.DEMONSTRATION
                        ? Optional.of("right\n".repeat(goal))
                        : Optional.empty(),
                Problem.ONE_GROUP,
                "{}");
    }

    @Override
    public TaskKind kind() {
        return new TaskKind.Played(new Corridor(true), STEPS, 0);
    }

    @Override
    public StepRule stepRule() {
        return new StepRule(List.of("\n"));
    }

    @Override
    public Grader grader() {
        return new NoGrader("episode/1", "a game says itself how it ended");
    }

    @Override
    public String fingerprint() {
        return "corridor/1";
    }
}
