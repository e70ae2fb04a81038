package io.oreo.worker.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.oreo.protocol.worker.v1.Failure;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What gRPC says about a failed call, as a {@link WorkerFailure}. Pure functions. */
final class Failures {

    private static final Metadata.Key<byte[]> TRAILER =
            Metadata.Key.of("oreo-failure-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Failures() {}

    /** The failure that a worker sent, or what the status alone says. */
    static WorkerException exception(String call, StatusException failed) {
        return new WorkerException(
                sent(failed.getTrailers()).orElseGet(() -> ofStatus(call, failed.getStatus())),
                failed);
    }

    /** A reply that breaks the contract. */
    static WorkerException contract(String call, String what) {
        return new WorkerException(
                new WorkerFailure.Internal(
                        ("The worker's reply to %s breaks the contract: %s; install "
                                        + "orchestrator and worker of the same release.")
                                .formatted(call, what),
                        false));
    }

    /** A call that we gave up because our thread was interrupted. */
    static WorkerException interrupted(String call) {
        return new WorkerException(new WorkerFailure.Cancelled(call + " was interrupted"));
    }

    /** A reply that did not come in time. */
    static WorkerException late(String call) {
        return new WorkerException(
                new WorkerFailure.DeadlineExceeded(
                        "The worker gave no reply to %s within its deadline.".formatted(call)));
    }

    private static Optional<WorkerFailure> sent(@Nullable Metadata trailers) {
        byte[] bytes = trailers == null ? null : trailers.get(TRAILER);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Failure.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException damaged) {
            return Optional.empty();
        }
    }

    private static WorkerFailure of(Failure failure) {
        String message = failure.getMessage();
        boolean retryable = failure.getRetryable();
        List<String> subjects = List.copyOf(failure.getSubjectsList());
        return switch (failure.getKind()) {
            case FAILURE_KIND_OUT_OF_MEMORY -> new WorkerFailure.OutOfMemory(message, retryable);
            case FAILURE_KIND_BAD_DATA -> new WorkerFailure.BadData(message, subjects);
            case FAILURE_KIND_WRONG_VERSION -> new WorkerFailure.WrongVersion(message);
            case FAILURE_KIND_DEVICE_LOST -> new WorkerFailure.DeviceLost(message, retryable);
            case FAILURE_KIND_UNAUTHENTICATED -> new WorkerFailure.Unauthenticated(message);
            case FAILURE_KIND_NOT_FOUND -> new WorkerFailure.NotFound(message);
            case FAILURE_KIND_NON_FINITE -> new WorkerFailure.NonFinite(message, subjects);
            case FAILURE_KIND_DISK_FULL -> new WorkerFailure.DiskFull(message);
            case FAILURE_KIND_CORRUPT_CHECKPOINT ->
                    new WorkerFailure.CorruptCheckpoint(message, subjects);
            case FAILURE_KIND_REFUSED -> new WorkerFailure.Refused(message);
            case FAILURE_KIND_CANCELLED -> new WorkerFailure.Cancelled(message);
            case FAILURE_KIND_DRAINING -> new WorkerFailure.Draining(message);
            case FAILURE_KIND_PLUGIN -> new WorkerFailure.PluginRaised(message);
            case FAILURE_KIND_INTERNAL, FAILURE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    new WorkerFailure.Internal(message, retryable);
        };
    }

    /** No worker of ours sent a failure: the wire, a stranger, or gRPC itself. */
    private static WorkerFailure ofStatus(String call, Status status) {
        String detail = String.valueOf(status.getDescription());
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                    new WorkerFailure.Unavailable(
                            "The worker is gone during %s (%s).".formatted(call, detail));
            case DEADLINE_EXCEEDED ->
                    new WorkerFailure.DeadlineExceeded(
                            "The worker gave no reply to %s within its deadline.".formatted(call));
            case CANCELLED -> new WorkerFailure.Cancelled(call + " was cancelled: " + detail);
            case UNAUTHENTICATED ->
                    new WorkerFailure.Unauthenticated(
                            ("The worker refused our token during %s; give the token it was "
                                            + "started with.")
                                    .formatted(call));
            case UNIMPLEMENTED ->
                    new WorkerFailure.WrongVersion(
                            ("The worker knows no call %s; install orchestrator and worker "
                                            + "of the same release.")
                                    .formatted(call));
            case RESOURCE_EXHAUSTED ->
                    new WorkerFailure.BadData(
                            "%s is larger than a message may be (%s); lower the batch size."
                                    .formatted(call, detail),
                            List.of());
            default ->
                    new WorkerFailure.Internal(
                            "%s failed with %s: %s".formatted(call, status.getCode(), detail),
                            false);
        };
    }
}
