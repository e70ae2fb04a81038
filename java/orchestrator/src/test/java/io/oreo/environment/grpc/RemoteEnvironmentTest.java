package io.oreo.environment.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.Episode;
import io.oreo.environment.EpisodeEnd;
import io.oreo.environment.GameId;
import io.oreo.environment.HostedEnvironment.Listing;
import io.oreo.environment.HostedEnvironment.Terms;
import io.oreo.protocol.worker.v1.DescribeEnvironmentRequest;
import io.oreo.protocol.worker.v1.DescribeEnvironmentResponse;
import io.oreo.protocol.worker.v1.EnvironmentServiceGrpc;
import io.oreo.testing.EnvironmentServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked examples, and environments that fail, in real CPython processes. */
class RemoteEnvironmentTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FAILING =
            """
            class Failing:
                def reset(self, *, seed=None):
                    return "Say something.", {}

                def step(self, command):
                    if command == "raise":
                        return {}["no such room"]
                    if command == "number":
                        return 7, 0.0, False, False, {}
                    return "x" * 500, 0.0, False, False, {}
            """;

    @TempDir private static Path folder = Path.of("");
    private static EnvironmentServer numbers;
    private static EnvironmentServer house;
    private static EnvironmentServer failing;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("failing.py"), FAILING);
        numbers = EnvironmentServer.start(folder, "guess_number:games");
        house = EnvironmentServer.start(folder);
        failing = EnvironmentServer.start(folder, "failing:Failing");
    }

    @AfterAll
    static void stop() {
        List.of(numbers, house, failing).forEach(EnvironmentServer::close);
    }

    private static RemoteEnvironment connect() throws IOException {
        return RemoteEnvironment.connect(numbers.address(), numbers.token(), LIMIT, 7);
    }

    private static RemoteEnvironment connect(EnvironmentServer server, boolean dropsFailures)
            throws IOException {
        return RemoteEnvironment.connect(
                new Terms(server.address(), server.token(), 7, LIMIT, 200, dropsFailures));
    }

    @Test
    void aGameOfAnotherProcessIsPlayedToItsEnd() throws IOException {
        try (RemoteEnvironment environment = connect();
                Episode episode = Episode.start(environment, new GameId("up-to-1000"), 20)) {
            int low = 1;
            int high = 1000;
            while (episode.end().isEmpty()) {
                int middle = (low + high) / 2;
                String answer = episode.step("" + middle).text();
                low = answer.equals("Larger.") ? middle + 1 : low;
                high = answer.equals("Smaller.") ? middle - 1 : high;
            }
            assertTrue(episode.won());
            assertTrue(episode.turns().size() <= 10, "bisection");
        }
    }

    @Test
    void itSaysWhatItIsAndWhichGamesItHas() throws IOException {
        try (RemoteEnvironment environment = connect()) {
            assertEquals("guess-number", environment.name());
            assertEquals(
                    List.of(
                            new GameId("up-to-10"),
                            new GameId("up-to-100"),
                            new GameId("up-to-1000")),
                    environment.games());
            assertFalse(environment.forks());
            assertFalse(environment.demonstrates());
        }
        try (RemoteEnvironment environment = connect(house, true)) {
            assertEquals("KeyDoor", environment.name());
            assertTrue(environment.forks());
            assertTrue(environment.demonstrates());
        }
    }

    @Test
    void equalSeedsGiveEqualPlays() throws IOException {
        try (RemoteEnvironment environment = connect();
                Episode one = Episode.start(environment, new GameId("up-to-10"), 20);
                Episode other = Episode.start(environment, new GameId("up-to-10"), 20)) {
            for (int guess = 1; one.end().isEmpty(); guess++) {
                assertEquals(one.step("" + guess), other.step("" + guess));
            }
        }
    }

    @Test
    void gamesAreListedByPurposeAndADemonstrationWins() throws IOException {
        try (RemoteEnvironment environment = connect(house, true)) {
            List<Listing> games = environment.list("train", 20, 3);
            assertEquals(games.subList(0, 5), environment.list("train", 5, 3), "the beginning");
            Set<Listing> all = new HashSet<>(games);
            all.addAll(environment.list("rollout", 20, 3));
            all.addAll(environment.list("test", 20, 3));
            assertEquals(60, all.stream().map(Listing::game).distinct().count());
            for (Listing game : games) {
                try (Episode episode = Episode.start(environment, game.game(), 20)) {
                    game.demonstration().forEach(episode::step);
                    assertTrue(episode.won(), game.toString());
                }
            }
        }
    }

    @Test
    void aForkGoesOnByItself() throws IOException {
        try (RemoteEnvironment environment = connect(house, true)) {
            Listing game = environment.list("train", 1, 3).getFirst();
            List<String> commands = game.demonstration();
            try (Episode episode = Episode.start(environment, game.game(), 20)) {
                episode.step(commands.getFirst());
                try (Episode fork = episode.fork().orElseThrow()) {
                    episode.step("dance");
                    commands.subList(1, commands.size()).forEach(fork::step);
                    assertTrue(fork.won());
                    assertEquals("Nothing happens.", episode.observation().text());
                    assertEquals(2, episode.turns().size());
                }
            }
        }
    }

    @Test
    void failuresHaveAKind() throws IOException {
        try (RemoteEnvironment environment = connect()) {
            assertEquals(
                    Kind.UNKNOWN_GAME,
                    assertThrows(
                                    EnvironmentException.class,
                                    () -> environment.open(new GameId("chess")))
                            .kind());
        }
        EnvironmentException wrong =
                assertThrows(
                        EnvironmentException.class,
                        () -> RemoteEnvironment.connect(numbers.address(), "wrong", LIMIT, 7));
        assertEquals(Kind.UNUSABLE, wrong.kind());
        assertSays(wrong, numbers.address(), "refuses the token", "task.options.token_file");
    }

    @Test
    void nobodyThereIsSaidAndHowToStartSomebody() throws IOException {
        EnvironmentServer gone = EnvironmentServer.start(folder);
        gone.close();
        EnvironmentException nobody =
                assertThrows(EnvironmentException.class, () -> connect(gone, true));
        assertEquals(Kind.LOST, nobody.kind());
        assertSays(nobody, gone.address(), "Connection refused", "make environment");
    }

    @Test
    void anEnvironmentThatRaisesStopsTheRunOrEndsItsEpisodeAsTheTermsSay() throws IOException {
        GameId game = new GameId("seed-4");
        try (RemoteEnvironment strict = connect(failing, false);
                Episode episode = Episode.start(strict, game, 20)) {
            EnvironmentException raised =
                    assertThrows(EnvironmentException.class, () -> episode.step("raise"));
            assertEquals(Kind.UNUSABLE, raised.kind());
            assertSays(
                    raised,
                    failing.address(),
                    "game seed-4, step 1, command 'raise'",
                    "KeyError: 'no such room' (failing.py, line 7)",
                    "on_failure = \"drop\"");
        }
        try (RemoteEnvironment lenient = connect(failing, true);
                Episode episode = Episode.start(lenient, game, 20)) {
            episode.step("raise");
            EpisodeEnd.Failed failed = (EpisodeEnd.Failed) episode.end().orElseThrow();
            assertEquals(Kind.BROKEN, failed.kind());
        }
        try (RemoteEnvironment strict = connect(failing, false);
                Episode episode = Episode.start(strict, game, 20)) {
            assertSays(
                    assertThrows(EnvironmentException.class, () -> episode.step("number")),
                    "texts, not int");
        }
    }

    @Test
    void anObservationThatIsTooLongIsRefused() throws IOException {
        try (RemoteEnvironment strict = connect(failing, false);
                Episode episode = Episode.start(strict, new GameId("seed-4"), 20)) {
            assertSays(
                    assertThrows(EnvironmentException.class, () -> episode.step("long")),
                    "step 1",
                    "500 characters, of which at most 200",
                    "task.options.observation_max");
        }
    }

    @Test
    void aServerThatIsRestartedIsReachedAnewAndItsPlaysAreLost() throws IOException {
        EnvironmentServer first = EnvironmentServer.start(folder);
        try (RemoteEnvironment environment = connect(first, false);
                Episode episode = Episode.start(environment, new GameId("seed-4"), 20)) {
            first.close();
            EnvironmentException lost =
                    assertThrows(EnvironmentException.class, () -> episode.step("go to attic"));
            assertEquals(Kind.LOST, lost.kind());
            assertSays(lost, first.address(), "game seed-4, step 1");
            assertThrows(EnvironmentException.class, environment::revive);
            try (EnvironmentServer second = EnvironmentServer.startAt(first.port(), folder)) {
                environment.revive();
                assertEquals(
                        Kind.LOST,
                        assertThrows(EnvironmentException.class, () -> episode.step("go on"))
                                .kind(),
                        "the play is not known to " + second.address());
                Episode.start(environment, new GameId("seed-4"), 20).close();
            }
            try (EnvironmentServer other =
                    EnvironmentServer.startAt(first.port(), folder, "guess_number:games")) {
                EnvironmentException another =
                        assertThrows(EnvironmentException.class, environment::revive);
                assertEquals(Kind.UNUSABLE, another.kind());
                assertSays(another, other.address(), "another environment", "guess-number");
            }
        }
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() throws IOException {
        Server old =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                InsecureServerCredentials.create())
                        .addService(new Unversioned())
                        .build()
                        .start();
        try {
            String address = "127.0.0.1:" + old.getPort();
            assertSays(
                    assertThrows(
                            EnvironmentException.class,
                            () -> RemoteEnvironment.connect(address, "token", LIMIT, 7)),
                    address,
                    "version 0",
                    "this orchestrator 1");
        } finally {
            old.shutdownNow();
        }
    }

    /** A server from before versions were told. */
    private static final class Unversioned
            extends EnvironmentServiceGrpc.EnvironmentServiceImplBase {
        @Override
        public void describeEnvironment(
                DescribeEnvironmentRequest request,
                StreamObserver<DescribeEnvironmentResponse> reply) {
            reply.onNext(DescribeEnvironmentResponse.newBuilder().setName("old").build());
            reply.onCompleted();
        }
    }

    private static void assertSays(EnvironmentException said, String... words) {
        for (String word : words) {
            assertTrue(
                    String.valueOf(said.getMessage()).contains(word),
                    () -> "without '" + word + "': " + said.getMessage());
        }
    }
}
