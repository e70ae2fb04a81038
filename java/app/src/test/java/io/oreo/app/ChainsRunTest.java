package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Two iterations with a chain per method, one of them outside the project, and real workers. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChainsRunTest {

    @TempDir private Path folder = Path.of("");

    private static final List<String> SETTINGS =
            List.of(
                    "iterations=2",
                    "sft.epochs=30",
                    "evaluation.search=[{strategy = \"greedy\", policies = [\"trained\","
                            + " \"baselines\"]}]");

    @Test
    void eachMethodSamplesWithItsOwnPolicyFromTheSecondIterationOn() throws Exception {
        Path said = folder.resolve("output.txt");
        OreoProcess.start(said, Map.of(), OreoProcess.line("iterate", "ipo", folder, SETTINGS))
                .mustSucceed();

        JsonNode report = new ObjectMapper().readTree(folder.resolve("ipo/report.json").toFile());
        JsonNode data = report.path("data");
        assertTrue(data.has("rollouts of iteration 1"), data::toString);
        assertTrue(!data.has("rollouts of iteration 1, dpo-1"), data::toString);
        for (String author : List.of("", ", dpo-1", ", ipo-1")) {
            JsonNode rollouts = data.path("rollouts of iteration 2" + author);
            assertEquals(64, rollouts.path("rows").asInt(), rollouts::toString);
        }
        String output = Files.readString(said);
        for (String author : List.of("sft", "oreo-1", "dpo-1", "ipo-1")) {
            assertTrue(output.contains("Collect rollouts of " + author), output);
        }
        assertTrue(output.contains("Train ipo-2"), output);
    }
}
