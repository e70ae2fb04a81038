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

/** A comparison over two seeds with adapters, an ablation beside OREO, and real workers. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CompareRunTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void methodsAndAblationsStandSideBySideOverSeeds() throws Exception {
        List<String> settings =
                List.of(
                        "compare.seeds=2",
                        "sft.epochs=30",
                        "baselines=rejection,kto",
                        "evaluation.search=[{strategy = \"greedy\", policies = [\"previous\","
                                + " \"trained\", \"baselines\"]}, {strategy = \"best-of-n\","
                                + " policies = [\"previous\"], attempts = 2}, {strategy ="
                                + " \"value-vote\", policies = [\"previous\"], attempts = 4}]",
                        "ablation=[{name = \"lambda-1\", lambda = 1.0}]",
                        "policy_lora.rank=2",
                        "critic_lora.rank=2");
        Path said = folder.resolve("output.txt");
        OreoProcess.start(
                        said,
                        Map.of(),
                        OreoProcess.line("compare", "arithmetic-tiny", folder, settings))
                .mustSucceed();

        Path results = folder.resolve("arithmetic-tiny");
        JsonNode compared = new ObjectMapper().readTree(results.resolve("compare.json").toFile());
        assertEquals(2, compared.path("seeds").size());
        assertEquals(
                List.of("lambda-1-1/greedy", "2"),
                compared.path("evaluations")
                        .valueStream()
                        .filter(each -> each.path("policy").asText().equals("lambda-1-1"))
                        .flatMap(
                                each ->
                                        List.of(
                                                each.path("name").asText(),
                                                each.path("per_seed").size() + "")
                                                .stream())
                        .toList());
        assertTrue(
                compared.path("comparisons")
                        .valueStream()
                        .anyMatch(each -> each.path("second").asText().startsWith("lambda-1-1/")),
                "OREO is tested against it");
        assertTrue(
                compared.path("probes")
                        .valueStream()
                        .anyMatch(
                                each ->
                                        each.path("training").asText().equals("lambda-1-1")
                                                && each.path("kind").asText().equals("explicit")),
                "its critic is asked");
        assertTrue(
                compared.path("probes")
                        .valueStream()
                        .allMatch(
                                each ->
                                        each.path("evaluation")
                                                .asText()
                                                .startsWith("sft/value-vote-4")),
                "models are asked once a policy, where it made the most attempts");
        assertTrue(Files.readString(said).contains(compared.path("digest").asText()));
        assertTrue(Files.exists(results.resolve("compare.html")));
        assertTrue(Files.readString(results.resolve("seed-1/run.toml")).contains("lambda-1"));
    }
}
