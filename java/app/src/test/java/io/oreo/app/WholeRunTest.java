package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * The whole loop in its smallest size with real processes of both languages: undisturbed, and with
 * the orchestrator and its workers killed on the way, which must end in the same digest.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class WholeRunTest {

    private static final String RUN = "arithmetic-tiny";

    /** Small, but on the usual workers: two that sample and one that trains. */
    private static final List<String> SMALLER =
            List.of(
                    "sft.epochs=30",
                    "sft.checkpoint_every=20",
                    "method.oreo.checkpoint_every=2",
                    "workers.rollout_processes=2",
                    "workers.train_threads=2");

    @TempDir private Path folder = Path.of("");

    @Test
    void aRunThatIsKilledAgainAndAgainEndsWithTheDigestOfAnUndisturbedOne() throws Exception {
        Path quiet = folder.resolve("quiet");
        iterate(quiet).mustSucceed();
        JsonNode expected = report(quiet);

        Path disturbed = folder.resolve("disturbed");
        Path work = disturbed.resolve(RUN);
        killWhen(iterate(disturbed), work.resolve("training/sft"), "checkpoint-");
        killWhen(iterate(disturbed), work.resolve("shards/iteration-1"), "rollouts-00001");
        OreoProcess last = iterate(disturbed);
        last.await(work.resolve("training/oreo-1"), "checkpoint-");
        assertTrue(last.killWorkers() > 0, "there were workers to kill");
        last.mustSucceed();

        assertEquals(expected.path("digest").asText(), report(disturbed).path("digest").asText());
        assertFalse(expected.path("digest").asText().isBlank());

        iterate(disturbed).mustSucceed();
        assertEquals(
                expected.path("digest").asText(),
                report(disturbed).path("digest").asText(),
                "a run that is done stays as it is");
        nothingButFinalModelsStays(work.resolve("training"));
        theProbesSayWhatTheSearchSaw(expected);
        labelledSolutionsAreDiagnosed(disturbed);
    }

    private static void nothingButFinalModelsStays(Path trainings) throws IOException {
        for (String training : List.of("sft", "oreo-1", "rejection-1")) {
            try (Stream<Path> left = Files.list(trainings.resolve(training))) {
                assertTrue(
                        left.allMatch(path -> path.endsWith("policy") || path.endsWith("critic")),
                        training);
            }
        }
    }

    /**
     * V of the last states was read twice: by the search that sampled, and when models were asked.
     */
    private static void theProbesSayWhatTheSearchSaw(JsonNode report) {
        JsonNode searched = report.path("value").path(0);
        JsonNode probe = report.path("probes").path(0);
        assertEquals(searched.path("name").asText(), probe.path("evaluation").asText());
        assertEquals(0, probe.path("left").asInt());
        List<String> sources = new ArrayList<>();
        probe.path("sources")
                .forEach(
                        source ->
                                sources.add(
                                        source.path("kind").asText()
                                                + " "
                                                + source.path("training").asText()));
        assertEquals(
                List.of("explicit oreo-1", "implicit oreo-1", "implicit rejection-1"), sources);
        JsonNode last = probe.path("sources").path(0).path("positions").path(4);
        assertEquals(
                searched.path("auc_within_problem").path("estimate").asDouble(),
                last.path("auc_within_problem").path("estimate").asDouble(),
                1e-9);
        assertEquals(searched.path("pairs").asLong(), last.path("pairs").asLong());
        assertEquals(
                searched.path("calibration_error").asDouble(),
                last.path("calibration_error").asDouble(),
                5e-3,
                "a value near the edge of a bin may fall on either side");
        assertTrue(probe.path("sources").path(0).has("bellman_residual"));
        assertTrue(probe.path("sources").path(0).path("first_wrong_step").has("located"));
    }

    private void labelledSolutionsAreDiagnosed(Path runs) throws Exception {
        Path labels =
                Files.writeString(
                        folder.resolve("labels.jsonl"),
                        """
                        {"question": "Ann's dial is at 3: up 4, times 2.", "model_output_steps":
                         ["3+4=7", "7*2=4", "A: 4"], "model_output_answer_correctness": "correct",
                         "model_output_solution_correctness": "correct"}
                        {"question": "Ann's dial is at 3: up 4, times 2.", "model_output_steps":
                         ["3+4=7", "7*2=5", "A: 5"], "model_output_answer_correctness": "wrong",
                         "model_output_solution_correctness": "wrong",
                         "model_output_solution_first_error_step": 2}
                        """
                                .replace("\n ", " "));
        OreoProcess.start(
                        folder.resolve("diagnosis.txt"),
                        Map.of(),
                        List.of(
                                "diagnose",
                                RUN,
                                "--runs",
                                runs.toString(),
                                "--labels",
                                labels.toString()))
                .mustSucceed();
        Path written = runs.resolve(RUN).resolve("labels.jsonl.diagnosis.json");
        JsonNode diagnosis = new ObjectMapper().readTree(written.toFile()).path(0);
        assertEquals(2, diagnosis.path("attempts").asInt());
        JsonNode wrong = diagnosis.path("sources").path(0).path("first_wrong_step");
        assertEquals(1, wrong.path("attempts").asInt());
        assertEquals(1 / 3.0, wrong.path("chance").asDouble(), 1e-9);
    }

    private OreoProcess iterate(Path runs) throws IOException {
        return OreoProcess.start(
                folder.resolve("output.txt"),
                Map.of(),
                OreoProcess.line("iterate", RUN, runs, SMALLER));
    }

    private static void killWhen(OreoProcess run, Path place, String appears) throws Exception {
        run.await(place, appears);
        run.kill();
    }

    private static JsonNode report(Path runs) throws IOException {
        return new ObjectMapper().readTree(runs.resolve(RUN).resolve("report.json").toFile());
    }
}
