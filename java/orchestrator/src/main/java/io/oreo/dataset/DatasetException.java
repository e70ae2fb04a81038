package io.oreo.dataset;

import org.jspecify.annotations.Nullable;

/** Data that cannot be used. The message says what, where, and how to mend it. */
public final class DatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        this(message, null);
    }

    public DatasetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
