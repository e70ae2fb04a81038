package io.oreo.worker.grpc;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.grpc.util.MutableHandlerRegistry;
import io.oreo.protocol.worker.v1.DescribeRequest;
import io.oreo.protocol.worker.v1.DescribeResponse;
import io.oreo.protocol.worker.v1.LifecycleServiceGrpc;
import io.oreo.protocol.worker.v1.LoadModelRequest;
import io.oreo.protocol.worker.v1.LoadModelResponse;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ModelSource;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A worker of few words on loopback: it answers as a test says, over a real connection. */
final class ScriptedServer implements AutoCloseable {

    static final ModelLoad MODEL =
            new ModelLoad(
                    "model", ModelSource.of(Path.of("model")), Optional.empty(), Optional.empty());

    private final Server server;

    /** Answers by the given services, and politely where they are silent. */
    ScriptedServer(BindableService... services) {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        InsecureServerCredentials.create());
        for (BindableService service : services) {
            builder.addService(service);
        }
        MutableHandlerRegistry otherwise = new MutableHandlerRegistry();
        otherwise.addService(new Polite());
        builder.fallbackHandlerRegistry(otherwise);
        try {
            server = builder.build().start();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    WorkerAddress address() {
        return new WorkerAddress(
                InetAddress.getLoopbackAddress().getHostAddress(),
                server.getPort(),
                "a token of this test");
    }

    WorkerConnection connect() {
        return new GrpcConnector(Deadlines.USUAL).connect(address());
    }

    WorkerConnection connect(Duration deadline) {
        return new GrpcConnector(new Deadlines(deadline, deadline, deadline)).connect(address());
    }

    Worker worker() {
        return connect().worker();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Speaks our version and loads anything. */
    static class Polite extends LifecycleServiceGrpc.LifecycleServiceImplBase {

        @Override
        public void describe(DescribeRequest request, StreamObserver<DescribeResponse> reply) {
            reply.onNext(
                    DescribeResponse.newBuilder()
                            .setProtocolVersion(request.getProtocolVersion())
                            .build());
            reply.onCompleted();
        }

        @Override
        public void loadModel(LoadModelRequest request, StreamObserver<LoadModelResponse> reply) {
            reply.onNext(LoadModelResponse.getDefaultInstance());
            reply.onCompleted();
        }
    }
}
