package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Trajectories that a user already has, from their file to a trained policy and critic. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImportAndTrainTest {

    private static final int ROWS = 24;

    @TempDir private Path folder = Path.of("");

    @Test
    void rows_of_a_file_become_a_policy_and_a_critic_in_hugging_face_format() throws Exception {
        Path model = model();
        Path dataset = folder.resolve("dataset");
        start(
                        List.of(
                                "import",
                                rows().toString(),
                                "--into",
                                dataset.toString(),
                                "--model",
                                model.toString(),
                                "--plain"))
                .mustSucceed();
        List<String> train =
                List.of(
                        "train",
                        "--algorithm",
                        "oreo",
                        "--data",
                        dataset.toString(),
                        "--model",
                        model.toString(),
                        "--runs",
                        folder.resolve("runs").toString());

        start(Stream.concat(train.stream(), OreoProcess.assignments(List.of())).toList())
                .mustSucceed();

        Path trained = folder.resolve("runs/imported-dataset/training/oreo-1");
        for (String part : List.of("policy", "critic")) {
            assertTrue(Files.isRegularFile(trained.resolve(part).resolve("model.safetensors")));
            assertTrue(Files.isRegularFile(trained.resolve(part).resolve("config.json")));
        }
        JsonNode manifest = new ObjectMapper().readTree(dataset.resolve("manifest.json").toFile());
        assertEquals(ROWS, manifest.path("rows").asInt(), manifest::toString);
    }

    /** A model with its tokenizer, as a run prepares it. */
    private Path model() throws Exception {
        Path runs = folder.resolve("models");
        List<String> line =
                OreoProcess.line("train", "arithmetic-tiny", runs, List.of("sft.epochs=1"));
        start(Stream.concat(line.stream(), List.of("--iteration", "0").stream()).toList())
                .mustSucceed();
        return runs.resolve("arithmetic-tiny/training/sft/policy");
    }

    private Path rows() throws IOException {
        String rows =
                IntStream.range(0, ROWS)
                        .mapToObj(
                                n ->
                                        """
                                        {"prompt": "%d + 1\\n", "response": "It is %d.\\n", \
                                        "reward": %d}
                                        """
                                                .formatted(n / 2, n / 2 + 1 + n % 2, 1 - n % 2))
                        .collect(Collectors.joining());
        return Files.writeString(folder.resolve("rows.jsonl"), rows);
    }

    private OreoProcess start(List<String> line) throws IOException {
        return OreoProcess.start(folder.resolve("output.txt"), Map.of(), line);
    }
}
