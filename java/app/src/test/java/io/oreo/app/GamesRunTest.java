package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.RecordedPlays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The whole loop on games, real processes of both languages: episodes that a policy plays, OREO on
 * them, greedy play and the best of some actions; undisturbed, and killed on the way.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class GamesRunTest {

    private static final String RUN_FILE =
            """
            name = "games"

            [task]
            name = "alfworld"
            demonstrations = 1
            rollouts = 2
            test = 1

            [task.options]
            step_limit = 12
            detours = 1

            [model]
            origin = "random"
            tokenizer = "bpe"
            vocabulary_size = 300
            max_length = 1024

            [model.config]
            model_type = "llama"
            hidden_size = 16
            intermediate_size = 32
            num_hidden_layers = 1
            num_attention_heads = 2
            num_key_value_heads = 2
            max_position_embeddings = 1024

            [sft]
            epochs = 2
            batch_size = 1

            [collect]
            samples = 4
            max_new_tokens = 8
            batch_size = 2

            [[method]]
            objective = "oreo"
            lambda = 0.8
            critic_warmup_epochs = 1
            batch_size = 4

            [evaluation]
            unit_size = 2
            batch_size = 8

            [[evaluation.search]]
            strategy = "greedy"
            policies = ["previous", "trained"]

            [[evaluation.search]]
            strategy = "best-action"
            policies = ["trained"]
            attempts = 2
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void a_run_on_games_that_is_killed_ends_with_the_digest_of_an_undisturbed_one()
            throws Exception {
        RecordedPlays.write(folder.resolve("games/train"));
        RecordedPlays.write(folder.resolve("games/valid_seen"));
        RecordedPlays.prepared(
                Path.of(String.valueOf(System.getProperty("oreo.root")))
                        .resolve("data/alfworld-prepared"));
        Files.writeString(folder.resolve("games.toml"), RUN_FILE);
        iterate("quiet").mustSucceed();
        JsonNode expected = report("quiet");

        OreoProcess disturbed = iterate("disturbed");
        disturbed.await(folder.resolve("disturbed/games/shards/iteration-1"), "rollouts-00001");
        disturbed.kill();
        iterate("disturbed").mustSucceed();

        assertEquals(expected.path("digest"), report("disturbed").path("digest"));
        assertTrue(expected.toString().contains("oreo-1/best-action"), "the best of some actions");
    }

    private OreoProcess iterate(String runs) throws IOException {
        return OreoProcess.start(
                folder.resolve("output.txt"),
                Map.of(),
                Stream.concat(
                                OreoProcess.line(
                                        "iterate",
                                        folder.resolve("games.toml").toString(),
                                        folder.resolve(runs),
                                        List.of())
                                        .stream(),
                                Stream.of("--data", folder.resolve("games").toString()))
                        .toList());
    }

    private JsonNode report(String runs) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(runs).resolve("games/report.json").toFile());
    }
}
