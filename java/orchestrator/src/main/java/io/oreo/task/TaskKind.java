package io.oreo.task;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.Environment;

/** How the problems of a task are solved. */
public sealed interface TaskKind {

    /** By a response, which the task's grader grades. */
    record Answered() implements TaskKind {}

    /** Not at all: trajectories are given, with their rewards. */
    record Given() implements TaskKind {}

    /**
     * By playing. A problem is a game: its id is the game's, its prompt what the game shows at the
     * start, its worked solution commands that win, one a line. The game says whether it was won.
     *
     * @param environment where the games are; sessions of a whole batch are open at once
     * @param stepLimit most commands of an episode
     * @param admissibleShown most admissible commands that the policy is told; 0: none
     */
    record Played(Environment environment, int stepLimit, int admissibleShown) implements TaskKind {
        public Played {
            requireNonNull(environment, "environment is null");
        }
    }
}
