package io.oreo.task;

import io.oreo.grading.Grader;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.util.List;
import java.util.Optional;

/**
 * Something to get better at. A problem's prompt is the text that the policy reads; its group says
 * with which others it is reported.
 */
public interface Task {

    /** Name by which {@link Tasks} makes it. */
    String name();

    /**
     * Looks, before any work is done, whether the task has problems of a split at all.
     *
     * @throws TaskException why it has none, and what to do then
     */
    default void require(Split split) {}

    /**
     * Problems of a split. Only those of {@link Split#DEMONSTRATION} carry a worked solution.
     *
     * @param count how many; a smaller count gives the beginning of a larger one
     * @param seed chooses problems or their order
     * @throws TaskException if the task has fewer
     */
    List<Problem> problems(Split split, int count, Seed seed);

    /** How they are solved. */
    default TaskKind kind() {
        return new TaskKind.Answered();
    }

    /** Ends what the task started. */
    default void close() {}

    /** What ends a step of a solution. */
    StepRule stepRule();

    /** Who tells correct steps from incorrect ones, where somebody can. */
    default Optional<StepLabels> stepLabels() {
        return Optional.empty();
    }

    /** Labels the steps of a response. Only measures: nothing learns from it. */
    @FunctionalInterface
    interface StepLabels {

        /**
         * How many are correct before the first incorrect one, all of them if none is incorrect.
         */
        int correctSteps(Problem problem, String response);
    }

    /** Who grades the answers. */
    Grader grader();

    /** Changes whenever other problems could come out: options, generator version, data files. */
    String fingerprint();
}
