package io.oreo.environment;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a game shows after a command, or at its start.
 *
 * @param text what the player reads
 * @param admissible commands that the game accepts now, in its own order; empty if it does not say
 * @param won whether the goal holds at this moment
 * @param done whether the game says that it is over
 */
public record Observation(String text, List<String> admissible, boolean won, boolean done) {

    public Observation {
        requireNonNull(text, "text is null");
        admissible = List.copyOf(admissible);
    }
}
