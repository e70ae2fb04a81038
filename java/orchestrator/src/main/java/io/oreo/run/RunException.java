package io.oreo.run;

/** A run cannot go on; the message says what, where and how to mend it. */
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunException(String message) {
        super(message);
    }
}
