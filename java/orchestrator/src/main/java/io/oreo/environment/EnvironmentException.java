package io.oreo.environment;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/** A game or what plays it failed; the message says what, where, and how to mend it. */
public final class EnvironmentException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** There is no game of that id. */
        UNKNOWN_GAME,
        /** The game is broken. */
        MALFORMED_GAME,
        /** The game needs what this environment does not do. */
        UNSUPPORTED_GAME,
        /** No answer within the time limit. */
        TIMEOUT,
        /** What plays the game failed. */
        BROKEN,
        /** What plays all games went away and may come back; plays can be begun anew. */
        LOST,
        /** The environment cannot be used before somebody mends it. */
        UNUSABLE
    }

    private final Kind kind;

    public EnvironmentException(Kind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public EnvironmentException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public Kind kind() {
        return kind;
    }

    /** Whether one game failed, which ends its episode, and not the environment with all games. */
    public boolean ofOneGame() {
        return kind != Kind.LOST && kind != Kind.UNUSABLE;
    }
}
