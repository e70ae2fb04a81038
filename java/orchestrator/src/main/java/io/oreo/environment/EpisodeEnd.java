package io.oreo.environment;

import static java.util.Objects.requireNonNull;

/** How an episode ended. */
public sealed interface EpisodeEnd {

    /** The goal was reached. */
    record Won() implements EpisodeEnd {}

    /** The game said that it is over, and the goal was not reached. */
    record Lost() implements EpisodeEnd {}

    /** The steps were used up. */
    record StepLimit() implements EpisodeEnd {}

    /** The game or what plays it failed. */
    record Failed(EnvironmentException.Kind kind, String message) implements EpisodeEnd {
        public Failed {
            requireNonNull(kind, "kind is null");
            requireNonNull(message, "message is null");
        }
    }
}
