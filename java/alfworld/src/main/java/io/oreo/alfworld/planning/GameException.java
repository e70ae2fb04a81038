package io.oreo.alfworld.planning;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/** A game that cannot be played here; the message says what, where, and how to mend it. */
public final class GameException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** What is wrong with the game. */
    public enum Kind {
        /** It is no game: not JSON, a field is missing, the task does not parse. */
        MALFORMED,
        /** It is a game, but uses something that the Java engine does not do. */
        UNSUPPORTED
    }

    private final Kind kind;

    private GameException(Kind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind is null");
    }

    /** The game is broken. */
    public static GameException malformed(String message) {
        return new GameException(Kind.MALFORMED, message);
    }

    /** The game uses {@code construct}, which only the reference mode plays. */
    public static GameException unsupported(String construct) {
        return new GameException(
                Kind.UNSUPPORTED, construct + "; play this game with --engine reference");
    }

    /** The game was found unsupported when it was prepared; {@code reason} says why. */
    public static GameException refused(String reason) {
        return new GameException(Kind.UNSUPPORTED, reason);
    }

    public Kind kind() {
        return kind;
    }
}
