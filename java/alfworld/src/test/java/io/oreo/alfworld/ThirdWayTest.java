package io.oreo.alfworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.RecordedPlays.Step;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.environment.grpc.RemoteEnvironment;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same games in a CPython process and in the Java engine, through the same port; {@code
 * PythonTest} plays them in the JVM's own Python.
 */
@Timeout(300)
class ThirdWayTest {

    @TempDir private Path folder;

    @Test
    void cPythonAndTheEngineShowTheSame() throws Exception {
        Path home = Path.of(System.getProperty("oreo.root"));
        Path script = home.resolve("environments/alfworld/install");
        assertEquals(0, new ProcessBuilder(script.toString()).inheritIO().start().waitFor());
        GameFolder games = RecordedPlays.write(folder.resolve("games"));
        Process server = serve(home, games);
        try (RemoteEnvironment remote = connect(server);
                FastEnvironment engine =
                        new FastEnvironment(
                                games,
                                RecordedPlays.prepared(folder.resolve("prepared")),
                                Optional.empty(),
                                Optional.empty())) {
            List<Play> plays = RecordedPlays.all();
            assertEquals(games.games(), remote.games());
            for (Play play : List.of(plays.getFirst(), plays.getLast())) {
                compare(play, remote, engine);
            }
        } finally {
            server.destroy();
        }
    }

    private static Process serve(Path home, GameFolder games) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        home.resolve(".venv/bin/python").toString(),
                        home.resolve("environments/remote/serve.py").toString(),
                        "textworld_adapter:games",
                        "--port",
                        "0");
        builder.environment().put("OREO_ENVIRONMENT_TOKEN", "secret");
        builder.environment().put("OREO_GAMES", games.root().toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static RemoteEnvironment connect(Process server) throws Exception {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String port = reader.readLine();
        assertNotNull(port, "the server did not start; what it said stands above");
        return RemoteEnvironment.connect("127.0.0.1:" + port, "secret", Duration.ofMinutes(2), 7);
    }

    private static void compare(Play play, RemoteEnvironment remote, FastEnvironment engine) {
        GameId id = new GameId(play.game());
        try (Session there = remote.open(id);
                Session here = engine.open(id)) {
            same(here.observation(), there.observation(), "the start");
            for (Step step : play.steps().subList(1, play.steps().size())) {
                same(here.step(step.command()), there.step(step.command()), step.command());
            }
        }
    }

    private static void same(Observation here, Observation there, String where) {
        assertEquals(there.text(), here.text(), where);
        assertEquals(there.admissible(), here.admissible(), where);
        assertEquals(there.won(), here.won(), where);
    }
}
