package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A comparison over two seeds with adapters, another lambda beside OREO's, and real workers. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CompareRunTest {

    @TempDir private Path folder = Path.of("");

    private static final List<String> SETTINGS =
            List.of(
                    "compare.seeds=2",
                    "sft.epochs=5",
                    "evaluation.search=[{strategy = \"greedy\", policies = [\"previous\","
                            + " \"trained\", \"baselines\"]}, {strategy = \"best-of-n\","
                            + " policies = [\"previous\"], attempts = 2}, {strategy ="
                            + " \"value-vote\", policies = [\"previous\"], attempts = 4}]",
                    "method=[{objective = \"oreo\", lambda = 0.8, batch_size = 16,"
                            + " critic_warmup_epochs = 1}, {objective = \"kto\"}, {name ="
                            + " \"lambda-1\", objective = \"oreo\", batch_size = 16,"
                            + " critic_warmup_epochs = 1}]",
                    "policy_lora.rank=2",
                    "critic_lora.rank=2");

    @Test
    void methodsAndAblationsStandSideBySideOverSeeds() throws Exception {
        Path said = folder.resolve("output.txt");
        OreoProcess.start(
                        said,
                        Map.of(),
                        OreoProcess.line("compare", "arithmetic-tiny", folder, SETTINGS))
                .mustSucceed();

        Path results = folder.resolve("arithmetic-tiny");
        JsonNode compared = new ObjectMapper().readTree(results.resolve("compare.json").toFile());
        assertEquals(2, compared.path("seeds").size());
        JsonNode ablation =
                any(compared.path("evaluations"), "name", "lambda-1-1/greedy").orElseThrow();
        assertEquals(2, ablation.path("per_seed").size());
        assertTrue(
                any(compared.path("comparisons"), "second", "lambda-1-1/greedy").isPresent(),
                "OREO is tested against it");
        modelsWereAskedOnceAPolicy(compared.path("probes"));
        assertTrue(Files.readString(said).contains(compared.path("digest").asText()));
        assertTrue(Files.exists(results.resolve("compare.html")));
        assertTrue(Files.readString(results.resolve("seed-1/run.toml")).contains("lambda-1"));
    }

    /** About the evaluation with the most attempts, of two; the ablation's critic among them. */
    private static void modelsWereAskedOnceAPolicy(JsonNode probes) {
        assertEquals(
                Set.of("sft/value-vote-4 by oreo-1"),
                probes.valueStream()
                        .map(each -> each.path("evaluation").asText())
                        .collect(Collectors.toSet()));
        assertEquals(
                "explicit",
                any(probes, "training", "lambda-1-1").orElseThrow().path("kind").asText());
    }

    private static Optional<JsonNode> any(JsonNode list, String key, String value) {
        return list.valueStream().filter(each -> each.path(key).asText().equals(value)).findFirst();
    }
}
