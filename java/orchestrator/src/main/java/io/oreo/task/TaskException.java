package io.oreo.task;

/** The user's options or data cannot be used: what, where, and how to mend it, in one message. */
public final class TaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TaskException(String message) {
        super(message);
    }

    public TaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
