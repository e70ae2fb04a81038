package io.oreo.trajectory;

import static java.util.Objects.requireNonNull;

/**
 * A problem as the policy reads it.
 *
 * @param problem what is asked
 * @param tokenIds the prompt's tokens, at least one; state s_0
 */
public record Prompt(Problem problem, IntVector tokenIds) {

    public Prompt {
        requireNonNull(problem, "problem is null");
        if (tokenIds.isEmpty()) {
            throw new IllegalArgumentException("the prompt of " + problem.id() + " has no token");
        }
    }
}
