package io.oreo.grading;

/** A file cannot be graded: what, where, and how to mend it, in one message. */
public final class GradeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GradeException(String message, Throwable cause) {
        super(message, cause);
    }

    GradeException(String message) {
        super(message);
    }
}
