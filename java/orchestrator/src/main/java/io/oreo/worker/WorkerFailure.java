package io.oreo.worker;

import java.util.List;

/** Why a worker could not do what was asked. Mirrors {@code failure.proto} one to one. */
public sealed interface WorkerFailure {

    /** What happened, where, and how to mend it: one sentence. */
    String message();

    /** Whether the same call may succeed later or on a fresh worker. */
    boolean retryable();

    /** The device or host ran out of memory. */
    record OutOfMemory(String message, boolean retryable) implements WorkerFailure {}

    /** The request breaks the contract. */
    record BadData(String message, List<String> subjects) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The two sides speak different protocol versions. */
    record WrongVersion(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The accelerator disappeared. */
    record DeviceLost(String message, boolean retryable) implements WorkerFailure {}

    /** The run's token is missing or wrong. */
    record Unauthenticated(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** No model, checkpoint or task of that name. */
    record NotFound(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** A loss, gradient or value is NaN or infinite. */
    record NonFinite(String message, List<String> subjects) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** No space left where the worker writes. */
    record DiskFull(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** A file of a checkpoint or model is missing, altered or of another kind. */
    record CorruptCheckpoint(String message, List<String> subjects) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** Refused on purpose: pickles, remote code, formats that are not read. */
    record Refused(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** Cancelled by us; the work was dropped. */
    record Cancelled(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** No reply within the call's deadline. */
    record DeadlineExceeded(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** The worker is draining. */
    record Draining(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** Code that plugs into the worker raised. */
    record PluginRaised(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The process is gone or the connection broke. */
    record Unavailable(String message) implements WorkerFailure {
        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** The reply breaks the contract, or the worker has a bug. */
    record Internal(String message, boolean retryable) implements WorkerFailure {}
}
