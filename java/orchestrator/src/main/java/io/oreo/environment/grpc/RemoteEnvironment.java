package io.oreo.environment.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.protocol.worker.v1.CloseGameRequest;
import io.oreo.protocol.worker.v1.CloseGameResponse;
import io.oreo.protocol.worker.v1.DescribeEnvironmentRequest;
import io.oreo.protocol.worker.v1.DescribeEnvironmentResponse;
import io.oreo.protocol.worker.v1.EnvironmentServiceGrpc;
import io.oreo.protocol.worker.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import io.oreo.protocol.worker.v1.GameObservation;
import io.oreo.protocol.worker.v1.OpenGameRequest;
import io.oreo.protocol.worker.v1.OpenGameResponse;
import io.oreo.protocol.worker.v1.StepGameRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Plays the games of a server that speaks {@code environment_service.proto}. */
public final class RemoteEnvironment implements Environment {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final EnvironmentServiceBlockingStub stub;
    private final Duration limit;
    private final long seed;
    private final DescribeEnvironmentResponse described;

    private RemoteEnvironment(ManagedChannel channel, String token, Duration limit, long seed) {
        this.channel = channel;
        this.limit = limit;
        this.seed = seed;
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        stub =
                EnvironmentServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        described =
                call(s -> s.describeEnvironment(DescribeEnvironmentRequest.getDefaultInstance()));
    }

    /**
     * Connects to a server.
     *
     * @param target host and port
     * @param token that the server was started with
     * @param limit for each call
     * @param seed of all chance in the games
     * @throws EnvironmentException if it does not answer
     */
    public static RemoteEnvironment connect(
            String target, String token, Duration limit, long seed) {
        ManagedChannel channel =
                Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
        try {
            return new RemoteEnvironment(channel, token, requireNonNull(limit), seed);
        } catch (EnvironmentException e) {
            channel.shutdownNow();
            throw e;
        }
    }

    private <T> T call(Function<EnvironmentServiceBlockingStub, T> request) {
        try {
            return requireNonNull(
                    request.apply(stub.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (StatusRuntimeException e) {
            Kind kind =
                    switch (e.getStatus().getCode()) {
                        case NOT_FOUND -> Kind.UNKNOWN_GAME;
                        case INVALID_ARGUMENT -> Kind.MALFORMED_GAME;
                        case UNIMPLEMENTED -> Kind.UNSUPPORTED_GAME;
                        case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
                        default -> Kind.BROKEN;
                    };
            throw new EnvironmentException(
                    kind, "the environment's server failed: " + e.getStatus(), e);
        }
    }

    @Override
    public String name() {
        return described.getName();
    }

    @Override
    public List<GameId> games() {
        return described.getGameIdsList().stream().map(GameId::new).toList();
    }

    @Override
    public boolean forks() {
        return false;
    }

    @Override
    public Session open(GameId game) {
        OpenGameResponse opened =
                call(
                        s ->
                                s.openGame(
                                        OpenGameRequest.newBuilder()
                                                .setGameId(game.value())
                                                .setSeed(seed)
                                                .build()));
        return new RemoteSession(opened.getSessionId(), shown(opened.getObservation()));
    }

    private static Observation shown(GameObservation message) {
        return new Observation(
                message.getText(),
                message.getAdmissibleCommandsList(),
                message.getWon(),
                message.getDone());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class RemoteSession implements Session {
        private final String id;
        private Observation observation;
        private boolean closed;

        RemoteSession(String id, Observation observation) {
            this.id = id;
            this.observation = observation;
        }

        @Override
        public Observation observation() {
            return observation;
        }

        @Override
        public Observation step(String command) {
            StepGameRequest request =
                    StepGameRequest.newBuilder().setSessionId(id).setCommand(command).build();
            observation = shown(call(s -> s.stepGame(request)).getObservation());
            return observation;
        }

        @Override
        public Optional<Session> fork() {
            return Optional.empty();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                CloseGameRequest request = CloseGameRequest.newBuilder().setSessionId(id).build();
                CloseGameResponse ended = call(s -> s.closeGame(request));
                System.getLogger(RemoteEnvironment.class.getName())
                        .log(System.Logger.Level.TRACE, "closed {0}: {1}", id, ended);
            } catch (EnvironmentException e) {
                System.getLogger(RemoteEnvironment.class.getName())
                        .log(System.Logger.Level.DEBUG, "the server had ended before: {0}", e);
            }
        }
    }
}
