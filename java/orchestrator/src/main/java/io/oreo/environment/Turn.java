package io.oreo.environment;

import static java.util.Objects.requireNonNull;

/** A command and what the game showed after it. */
public record Turn(String command, Observation observation) {

    public Turn {
        requireNonNull(command, "command is null");
        requireNonNull(observation, "observation is null");
    }
}
