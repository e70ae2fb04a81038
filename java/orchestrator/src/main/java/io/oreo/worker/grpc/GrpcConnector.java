package io.oreo.worker.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.oreo.protocol.worker.v1.DescribeRequest;
import io.oreo.protocol.worker.v1.DescribeResponse;
import io.oreo.protocol.worker.v1.DrainRequest;
import io.oreo.protocol.worker.v1.LifecycleServiceGrpc;
import io.oreo.protocol.worker.v1.LoadedModel;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerConnector;
import io.oreo.worker.WorkerDescription;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.util.concurrent.TimeUnit;

/** Opens channels to workers, with the run's token, and compares protocol versions. */
public final class GrpcConnector implements WorkerConnector {

    /** Version of the protocol; raised by what breaks it. */
    public static final int PROTOCOL_VERSION = 1;

    private static final int MESSAGE_BYTES = 64 * 1024 * 1024;
    private static final int METADATA_BYTES = 64 * 1024;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Deadlines deadlines;

    public GrpcConnector(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public WorkerConnection connect(WorkerAddress address) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + address.token());
        ManagedChannel channel =
                Grpc.newChannelBuilderForAddress(
                                address.host(), address.port(), InsecureChannelCredentials.create())
                        .disableRetry()
                        .maxInboundMessageSize(MESSAGE_BYTES)
                        .maxInboundMetadataSize(METADATA_BYTES)
                        .keepAliveTime(30, TimeUnit.SECONDS)
                        .keepAliveTimeout(120, TimeUnit.SECONDS)
                        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .build();
        try {
            Calls calls = new Calls(channel, deadlines);
            DescribeResponse who = describe(calls);
            return new Connection(
                    channel,
                    calls,
                    new GrpcWorker(
                            calls,
                            description(who),
                            who.getModelsList().stream().map(LoadedModel::getModelId).toList()));
        } catch (WorkerException failed) {
            channel.shutdownNow();
            throw failed.failure() instanceof WorkerFailure.Unavailable gone
                    ? nobody(address, gone, failed)
                    : failed;
        }
    }

    private static WorkerException nobody(
            WorkerAddress address, WorkerFailure.Unavailable gone, WorkerException cause) {
        return new WorkerException(
                new WorkerFailure.Unavailable(
                        "No worker answers at %s: %s See that one runs and listens there."
                                .formatted(address, gone.message())),
                cause);
    }

    private static DescribeResponse describe(Calls calls) {
        DescribeResponse reply =
                calls.unary(
                        "Describe",
                        LifecycleServiceGrpc::newBlockingV2Stub,
                        calls.deadlines().quick(),
                        stub ->
                                stub.describe(
                                        DescribeRequest.newBuilder()
                                                .setProtocolVersion(PROTOCOL_VERSION)
                                                .build()));
        if (reply.getProtocolVersion() != PROTOCOL_VERSION) {
            throw new WorkerException(
                    new WorkerFailure.WrongVersion(
                            ("The worker speaks protocol version %d, this orchestrator %d; "
                                            + "install both of the same release.")
                                    .formatted(reply.getProtocolVersion(), PROTOCOL_VERSION)));
        }
        return reply;
    }

    private static WorkerDescription description(DescribeResponse reply) {
        return new WorkerDescription(
                reply.getWorkerVersion(),
                reply.getDevice(),
                reply.getDeviceName(),
                reply.getThreads(),
                reply.getLibrariesMap(),
                reply.getMemoryBytes());
    }

    private record Connection(ManagedChannel channel, Calls calls, Worker worker)
            implements WorkerConnection {

        @Override
        public boolean serving() {
            try {
                return calls.unary(
                                        "Health",
                                        HealthGrpc::newBlockingV2Stub,
                                        calls.deadlines().quick(),
                                        stub -> stub.check(HealthCheckRequest.getDefaultInstance()))
                                .getStatus()
                        == ServingStatus.SERVING;
            } catch (WorkerException gone) {
                return false;
            }
        }

        @Override
        public void drain() {
            calls.unary(
                    "Drain",
                    LifecycleServiceGrpc::newBlockingV2Stub,
                    calls.deadlines().quick(),
                    stub -> stub.drain(DrainRequest.getDefaultInstance()));
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
