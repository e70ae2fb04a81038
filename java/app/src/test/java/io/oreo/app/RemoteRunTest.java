package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.testing.EnvironmentServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The whole loop on somebody's environment, real processes all of them: demonstrations, episodes,
 * OREO, greedy play and the best of some actions; undisturbed, and with a server that dies on the
 * way.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RemoteRunTest {

    private static final String RUN_FILE =
            """
            name = "remote"

            [task]
            name = "remote"
            demonstrations = 8
            rollouts = 6
            test = 2

            [task.options]
            address = "ADDRESS"
            token_file = "TOKEN_FILE"
            step_limit = 3

            [model]
            origin = "random"
            tokenizer = "bpe"
            vocabulary_size = 300
            max_length = 256

            [model.config]
            model_type = "llama"
            hidden_size = 16
            intermediate_size = 32
            num_hidden_layers = 1
            num_attention_heads = 2
            num_key_value_heads = 2
            max_position_embeddings = 256

            [sft]
            epochs = 2
            batch_size = 4

            [collect]
            samples = 4
            max_new_tokens = 8
            batch_size = 4

            [[method]]
            objective = "oreo"
            lambda = 0.8
            critic_warmup_epochs = 1
            batch_size = 8

            [evaluation]
            unit_size = 2
            batch_size = 8

            [[evaluation.search]]
            strategy = "greedy"
            policies = ["previous", "trained"]

            [[evaluation.search]]
            strategy = "sample"
            policies = ["trained"]

            [[evaluation.search]]
            strategy = "best-action"
            policies = ["trained"]
            attempts = 2
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void a_run_whose_environment_dies_and_comes_back_ends_with_the_digest_of_an_undisturbed_one()
            throws Exception {
        EnvironmentServer server = EnvironmentServer.start(folder);
        String complaint;
        try {
            runFile(server);
            iterate("quiet").mustSucceed();
            OreoProcess stopped = iterate("disturbed", "workers.attempts=1");
            stopped.await(folder.resolve("disturbed/remote/shards/iteration-1"), "rollouts-00001");
            server.close();
            complaint = stopped.mustFail();
        } finally {
            server.close();
        }
        assertOneComplaint(complaint, server.address(), "make environment");
        assertOneComplaint(iterate("disturbed").mustFail(), server.address());
        try (EnvironmentServer again = EnvironmentServer.startAt(server.port(), folder)) {
            assertEquals(server.address(), again.address());
            iterate("disturbed").mustSucceed();
        }
        JsonNode expected = report("quiet");
        assertTrue(expected.toString().contains("oreo-1/best-action-2"), "best of some actions");
        assertEquals(expected.path("digest"), report("disturbed").path("digest"));
        iterate("disturbed").mustSucceed(); // what is done needs no server
    }

    @Test
    void actions_are_not_compared_where_plays_do_not_fork() throws Exception {
        try (EnvironmentServer server =
                EnvironmentServer.start(folder, "key_door:KeyDoor", "--fork", "none")) {
            runFile(server);
            assertOneComplaint(
                    iterate("runs").mustFail(), "best-action-2", "KeyDoor do not fork", "--fork");
        }
    }

    private void runFile(EnvironmentServer server) throws IOException {
        Files.writeString(
                folder.resolve("remote.toml"),
                RUN_FILE.replace("ADDRESS", server.address())
                        .replace("TOKEN_FILE", server.tokenFile().toString()));
    }

    private static void assertOneComplaint(String said, String... words) {
        List<String> complaints = said.lines().filter(line -> line.startsWith("oreo: ")).toList();
        assertEquals(1, complaints.size(), said);
        for (String word : words) {
            assertTrue(complaints.getFirst().contains(word), () -> "without " + word + ": " + said);
        }
    }

    private OreoProcess iterate(String runs, String... settings) throws IOException {
        return OreoProcess.start(
                Files.createTempFile(folder, "output", ".txt"),
                Map.of(),
                OreoProcess.line(
                        "iterate",
                        folder.resolve("remote.toml").toString(),
                        folder.resolve(runs),
                        List.of(settings)));
    }

    private JsonNode report(String runs) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(runs).resolve("remote/report.json").toFile());
    }
}
