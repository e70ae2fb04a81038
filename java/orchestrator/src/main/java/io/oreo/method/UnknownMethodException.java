package io.oreo.method;

/** An objective that names no method, or one whose code cannot be used. */
public final class UnknownMethodException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The message says what is wrong and how to mend it, in words that follow the key. */
    public UnknownMethodException(String message) {
        super(message);
    }
}
