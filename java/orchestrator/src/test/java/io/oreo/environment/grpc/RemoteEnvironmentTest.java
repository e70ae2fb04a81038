package io.oreo.environment.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The worked example in a real CPython process. */
class RemoteEnvironmentTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static Process server;
    private static String target;

    @BeforeAll
    static void start() throws IOException {
        Path root = Path.of(System.getProperty("oreo.root"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        root.resolve(".venv/bin/python").toString(),
                        root.resolve("environments/remote/serve.py").toString(),
                        "guess_number:games");
        builder.environment().put("OREO_ENVIRONMENT_TOKEN", "secret");
        server = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        target = "127.0.0.1:" + reader.readLine();
    }

    @AfterAll
    static void stop() {
        server.destroy();
    }

    private static RemoteEnvironment connect() {
        return RemoteEnvironment.connect(target, "secret", LIMIT, 7);
    }

    @Test
    void aGameOfAnotherProcessIsPlayedToItsEnd() {
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
    void itSaysWhatItIsAndWhichGamesItHas() {
        try (RemoteEnvironment environment = connect()) {
            assertEquals("guess-number", environment.name());
            assertEquals(
                    List.of(
                            new GameId("up-to-10"),
                            new GameId("up-to-100"),
                            new GameId("up-to-1000")),
                    environment.games());
        }
    }

    @Test
    void equalSeedsGiveEqualPlays() {
        try (RemoteEnvironment environment = connect();
                Episode one = Episode.start(environment, new GameId("up-to-10"), 20);
                Episode other = Episode.start(environment, new GameId("up-to-10"), 20)) {
            for (int guess = 1; one.end().isEmpty(); guess++) {
                assertEquals(one.step("" + guess), other.step("" + guess));
            }
        }
    }

    @Test
    void failuresHaveAKind() {
        try (RemoteEnvironment environment = connect()) {
            assertEquals(
                    Kind.UNKNOWN_GAME,
                    assertThrows(
                                    EnvironmentException.class,
                                    () -> environment.open(new GameId("chess")))
                            .kind());
        }
        assertEquals(
                Kind.BROKEN,
                assertThrows(
                                EnvironmentException.class,
                                () -> RemoteEnvironment.connect(target, "wrong", LIMIT, 7))
                        .kind());
    }
}
