package io.oreo.worker.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.oreo.protocol.worker.v1.DescribeRequest;
import io.oreo.protocol.worker.v1.DescribeResponse;
import io.oreo.protocol.worker.v1.Failure;
import io.oreo.protocol.worker.v1.FailureKind;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures cross the wire with their class, their message and whether to try again. */
class FailuresTest {

    private static final Metadata.Key<byte[]> TRAILER =
            Metadata.Key.of("oreo-failure-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
    void eachKindHasItsClass(FailureKind kind) {
        Failure sent =
                Failure.newBuilder()
                        .setKind(kind)
                        .setMessage("what, where and how to mend it: " + kind)
                        .setRetryable(true)
                        .addSubjects("sequence 7")
                        .build();
        WorkerFailure failure = failureOf(Status.ABORTED, sent.toByteArray());
        assertEquals(sent.getMessage(), failure.message());
        assertEquals(
                switch (kind) {
                    case FAILURE_KIND_OUT_OF_MEMORY -> WorkerFailure.OutOfMemory.class;
                    case FAILURE_KIND_BAD_DATA -> WorkerFailure.BadData.class;
                    case FAILURE_KIND_WRONG_VERSION -> WorkerFailure.WrongVersion.class;
                    case FAILURE_KIND_DEVICE_LOST -> WorkerFailure.DeviceLost.class;
                    case FAILURE_KIND_UNAUTHENTICATED -> WorkerFailure.Unauthenticated.class;
                    case FAILURE_KIND_NOT_FOUND -> WorkerFailure.NotFound.class;
                    case FAILURE_KIND_NON_FINITE -> WorkerFailure.NonFinite.class;
                    case FAILURE_KIND_DISK_FULL -> WorkerFailure.DiskFull.class;
                    case FAILURE_KIND_CORRUPT_CHECKPOINT -> WorkerFailure.CorruptCheckpoint.class;
                    case FAILURE_KIND_REFUSED -> WorkerFailure.Refused.class;
                    case FAILURE_KIND_CANCELLED -> WorkerFailure.Cancelled.class;
                    case FAILURE_KIND_DRAINING -> WorkerFailure.Draining.class;
                    case FAILURE_KIND_PLUGIN -> WorkerFailure.PluginRaised.class;
                    case FAILURE_KIND_INTERNAL, FAILURE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                            WorkerFailure.Internal.class;
                },
                failure.getClass());
    }

    @Test
    void aKindOfALaterReleaseIsInternal() {
        Failure sent = Failure.newBuilder().setKindValue(99).setMessage("new").build();
        WorkerFailure failure = failureOf(Status.ABORTED, sent.toByteArray());
        assertInstanceOf(WorkerFailure.Internal.class, failure);
        assertEquals("new", failure.message());
    }

    @Test
    void whatAFailureConcernsIsKept() {
        Failure.Builder sent = Failure.newBuilder().addSubjects("a").addSubjects("b");
        assertEquals(
                List.of("a", "b"),
                assertInstanceOf(
                                WorkerFailure.BadData.class,
                                failureOf(sent, FailureKind.FAILURE_KIND_BAD_DATA))
                        .subjects());
        assertEquals(
                List.of("a", "b"),
                assertInstanceOf(
                                WorkerFailure.NonFinite.class,
                                failureOf(sent, FailureKind.FAILURE_KIND_NON_FINITE))
                        .subjects());
        assertEquals(
                List.of("a", "b"),
                assertInstanceOf(
                                WorkerFailure.CorruptCheckpoint.class,
                                failureOf(sent, FailureKind.FAILURE_KIND_CORRUPT_CHECKPOINT))
                        .subjects());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theWorkerSaysWhetherToTryAgainWhereThatDepends(boolean retryable) {
        Failure.Builder sent = Failure.newBuilder().setRetryable(retryable);
        for (FailureKind kind :
                List.of(
                        FailureKind.FAILURE_KIND_OUT_OF_MEMORY,
                        FailureKind.FAILURE_KIND_DEVICE_LOST,
                        FailureKind.FAILURE_KIND_INTERNAL)) {
            assertEquals(retryable, failureOf(sent, kind).retryable(), kind.name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, Unavailable, true",
        "DEADLINE_EXCEEDED, DeadlineExceeded, true",
        "CANCELLED, Cancelled, false",
        "UNAUTHENTICATED, Unauthenticated, false",
        "UNIMPLEMENTED, WrongVersion, false",
        "RESOURCE_EXHAUSTED, BadData, false",
        "UNKNOWN, Internal, false",
        "DATA_LOSS, Internal, false",
    })
    void aStatusAloneSaysEnough(Status.Code code, String name, boolean retryable) {
        WorkerFailure failure = failureOf(code.toStatus(), null);
        assertEquals(name, failure.getClass().getSimpleName());
        assertEquals(retryable, failure.retryable());
    }

    @Test
    void aDamagedTrailerLeavesTheStatus() {
        assertInstanceOf(
                WorkerFailure.Unavailable.class,
                failureOf(Status.UNAVAILABLE, new byte[] {(byte) 0xff, 1, 2}));
    }

    @Test
    void aLongFailureArrivesWhole() {
        Failure.Builder sent = Failure.newBuilder().setMessage("x".repeat(9_000));
        WorkerFailure failure = failureOf(sent, FailureKind.FAILURE_KIND_BAD_DATA);
        assertTrue(failure.message().length() == 9_000, failure.message());
    }

    private static WorkerFailure failureOf(Failure.Builder sent, FailureKind kind) {
        return failureOf(Status.ABORTED, sent.setKind(kind).build().toByteArray());
    }

    /** The failure of a connection whose first call is answered like this. */
    private static WorkerFailure failureOf(Status status, byte @Nullable [] trailer) {
        ScriptedServer.Polite refusing =
                new ScriptedServer.Polite() {
                    @Override
                    public void describe(
                            DescribeRequest request, StreamObserver<DescribeResponse> reply) {
                        Metadata trailers = new Metadata();
                        if (trailer != null) {
                            trailers.put(TRAILER, trailer);
                        }
                        reply.onError(status.asRuntimeException(trailers));
                    }
                };
        try (ScriptedServer server = new ScriptedServer(refusing)) {
            return assertThrows(WorkerException.class, server::connect).failure();
        }
    }
}
