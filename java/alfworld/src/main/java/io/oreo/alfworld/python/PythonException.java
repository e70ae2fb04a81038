package io.oreo.alfworld.python;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/** Python failed, hung or is not there; the message says what and where. */
public final class PythonException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The Python packages are not installed. */
        MISSING,
        /** Python raised an error. */
        RAISED,
        /** No answer within the time limit; the context was ended. */
        TIMEOUT,
        /** The heap was nearly full; the context was ended. */
        MEMORY,
        /** GraalPy itself failed. */
        BROKEN
    }

    private final Kind kind;

    PythonException(Kind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public Kind kind() {
        return kind;
    }
}
