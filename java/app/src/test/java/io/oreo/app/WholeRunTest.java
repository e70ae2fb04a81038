package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
                    "oreo.training.checkpoint_every=2",
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
