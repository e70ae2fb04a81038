package io.oreo.worker;

import org.jspecify.annotations.Nullable;

/** Carries a {@link WorkerFailure}; made only where a failure crosses the border to a worker. */
public final class WorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient WorkerFailure failure;

    public WorkerException(WorkerFailure failure) {
        this(failure, null);
    }

    public WorkerException(WorkerFailure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public WorkerFailure failure() {
        return failure;
    }
}
