package io.oreo.environment.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.GameId;
import io.oreo.environment.HostedEnvironment;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.protocol.worker.v1.CloseGameRequest;
import io.oreo.protocol.worker.v1.CloseGameResponse;
import io.oreo.protocol.worker.v1.DescribeEnvironmentRequest;
import io.oreo.protocol.worker.v1.DescribeEnvironmentResponse;
import io.oreo.protocol.worker.v1.EnvironmentServiceGrpc;
import io.oreo.protocol.worker.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import io.oreo.protocol.worker.v1.ForkGameRequest;
import io.oreo.protocol.worker.v1.GameObservation;
import io.oreo.protocol.worker.v1.ListGamesRequest;
import io.oreo.protocol.worker.v1.OpenGameRequest;
import io.oreo.protocol.worker.v1.OpenGameResponse;
import io.oreo.protocol.worker.v1.StepGameRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Plays the games of a server that speaks {@code environment_service.proto}. */
public final class RemoteEnvironment implements HostedEnvironment {

    /** Version of the service; raised by what breaks it. */
    public static final int PROTOCOL_VERSION = 1;

    private static final int MESSAGE_BYTES = 64 * 1024 * 1024;
    private static final int OBSERVATION_MAX = 1_000_000;
    private static final Duration REVIVAL = Duration.ofSeconds(5);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final EnvironmentServiceBlockingStub stub;
    private final Terms terms;
    private final RemoteFailures failures;
    private final DescribeEnvironmentResponse described;

    private RemoteEnvironment(ManagedChannel channel, Terms terms) {
        this.channel = channel;
        this.terms = terms;
        this.failures = new RemoteFailures(terms);
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + terms.token());
        stub =
                EnvironmentServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        described = describe();
    }

    /**
     * Connects to a server.
     *
     * @throws EnvironmentException if it does not answer, refuses the token or speaks another
     *     version
     */
    public static RemoteEnvironment connect(Terms terms) {
        ManagedChannel channel =
                Grpc.newChannelBuilder(terms.address(), InsecureChannelCredentials.create())
                        .disableRetry()
                        .maxInboundMessageSize(MESSAGE_BYTES)
                        .build();
        try {
            return new RemoteEnvironment(channel, terms);
        } catch (EnvironmentException e) {
            channel.shutdownNow();
            throw e;
        }
    }

    /**
     * Connects to a server whose games may fail one by one.
     *
     * @param target host and port
     * @param token that the server was started with
     * @param limit for each call
     * @param seed of all chance in the games
     * @throws EnvironmentException if it does not answer, refuses the token or speaks another
     *     version
     */
    public static RemoteEnvironment connect(
            String target, String token, Duration limit, long seed) {
        return connect(new Terms(target, token, seed, limit, OBSERVATION_MAX, true));
    }

    private DescribeEnvironmentResponse describe() {
        DescribeEnvironmentResponse reply =
                call(
                        "",
                        s ->
                                s.describeEnvironment(
                                        DescribeEnvironmentRequest.newBuilder()
                                                .setProtocolVersion(PROTOCOL_VERSION)
                                                .build()));
        if (reply.getProtocolVersion() != PROTOCOL_VERSION) {
            throw failures.unusable(
                    "",
                    ("it speaks version %d of the environment's protocol, this orchestrator %d;"
                                    + " take both from the same release")
                            .formatted(reply.getProtocolVersion(), PROTOCOL_VERSION));
        }
        return reply;
    }

    private <T> T call(String where, Function<EnvironmentServiceBlockingStub, T> request) {
        try {
            return requireNonNull(
                    request.apply(
                            stub.withDeadlineAfter(
                                    terms.timeLimit().toMillis(), TimeUnit.MILLISECONDS)));
        } catch (StatusRuntimeException e) {
            throw failures.of(where, e, this::isGone);
        }
    }

    /** A connection that breaks in the middle of a call may look like a failure of the call. */
    private boolean isGone() {
        try {
            DescribeEnvironmentResponse reply =
                    stub.withDeadlineAfter(REVIVAL.toMillis(), TimeUnit.MILLISECONDS)
                            .describeEnvironment(DescribeEnvironmentRequest.getDefaultInstance());
            return reply.getProtocolVersion() != PROTOCOL_VERSION;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.UNAVAILABLE
                    || e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
        }
    }

    @Override
    public String name() {
        return described.getName();
    }

    @Override
    public String version() {
        return described.getGamesVersion();
    }

    @Override
    public boolean demonstrates() {
        return described.getDemonstrates();
    }

    @Override
    public List<GameId> games() {
        return described.getGameIdsList().stream().map(GameId::new).toList();
    }

    @Override
    public boolean forks() {
        return described.getForks();
    }

    @Override
    public List<Listing> list(String split, int count, long seed) {
        ListGamesRequest request =
                ListGamesRequest.newBuilder().setSplit(split).setCount(count).setSeed(seed).build();
        return call("the games of split " + split, s -> s.listGames(request))
                .getGamesList()
                .stream()
                .map(
                        game ->
                                new Listing(
                                        new GameId(game.getGameId()),
                                        game.getGroup(),
                                        game.getDemonstrationList()))
                .toList();
    }

    @Override
    public void revive() {
        channel.resetConnectBackoff();
        awaitServer();
        DescribeEnvironmentResponse now = describe();
        if (!now.equals(described)) {
            throw failures.unusable(
                    "",
                    "another environment answers than before (%s, version '%s'); start %s again"
                            .formatted(now.getName(), now.getGamesVersion(), name()));
        }
    }

    /** A connection takes a moment to come back. */
    private void awaitServer() {
        try {
            DescribeEnvironmentResponse there =
                    stub.withWaitForReady()
                            .withDeadlineAfter(REVIVAL.toMillis(), TimeUnit.MILLISECONDS)
                            .describeEnvironment(DescribeEnvironmentRequest.getDefaultInstance());
            System.getLogger(RemoteEnvironment.class.getName())
                    .log(System.Logger.Level.DEBUG, "there is again: {0}", there);
        } catch (StatusRuntimeException e) {
            throw e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
                    ? failures.lost("", "nobody answers")
                    : failures.of("", e, () -> true);
        }
    }

    @Override
    public Session open(GameId game) {
        OpenGameRequest request =
                OpenGameRequest.newBuilder().setGameId(game.value()).setSeed(terms.seed()).build();
        OpenGameResponse opened = call("game " + game, s -> s.openGame(request));
        return new RemoteSession(
                game, opened.getSessionId(), shown("game " + game, opened.getObservation()), 0);
    }

    private Observation shown(String where, GameObservation message) {
        int length = message.getText().length();
        if (length > terms.observationMax()) {
            throw failures.ofGame(
                    Kind.BROKEN,
                    where,
                    ("an observation has %,d characters, of which at most %,d are taken; shorten"
                                    + " what the environment shows, or raise"
                                    + " task.options.observation_max")
                            .formatted(length, terms.observationMax()));
        }
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
        private final GameId game;
        private final String id;
        private Observation observation;
        private int steps;
        private boolean closed;

        RemoteSession(GameId game, String id, Observation observation, int steps) {
            this.game = game;
            this.id = id;
            this.observation = observation;
            this.steps = steps;
        }

        @Override
        public Observation observation() {
            return observation;
        }

        @Override
        public Observation step(String command) {
            steps++;
            String where = "game %s, step %d, command '%s'".formatted(game, steps, command);
            StepGameRequest request =
                    StepGameRequest.newBuilder().setSessionId(id).setCommand(command).build();
            observation = shown(where, call(where, s -> s.stepGame(request)).getObservation());
            return observation;
        }

        @Override
        public Optional<Session> fork() {
            if (!forks()) {
                return Optional.empty();
            }
            String where = "game %s, a fork after step %d".formatted(game, steps);
            ForkGameRequest request = ForkGameRequest.newBuilder().setSessionId(id).build();
            String fork = call(where, s -> s.forkGame(request)).getSessionId();
            return Optional.of(new RemoteSession(game, fork, observation, steps));
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                CloseGameRequest request = CloseGameRequest.newBuilder().setSessionId(id).build();
                CloseGameResponse ended = call("game " + game, s -> s.closeGame(request));
                System.getLogger(RemoteEnvironment.class.getName())
                        .log(System.Logger.Level.TRACE, "closed {0}: {1}", id, ended);
            } catch (EnvironmentException e) {
                System.getLogger(RemoteEnvironment.class.getName())
                        .log(System.Logger.Level.DEBUG, "the server had ended before: {0}", e);
            }
        }
    }
}
