package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
 * What goes wrong in the middle of a run, with real processes of both languages: one message that
 * says what, where and how to mend it, a status that is not 0, and nothing lost.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BadInputTest {

    private static final String RUN = "arithmetic-tiny";

    @TempDir private Path folder = Path.of("");

    @Test
    void a_loss_that_is_no_number_stops_the_run_and_names_the_batch() throws Exception {
        String complaint =
                start("sft.learning_rate=1e30", "sft.optimiser.max_gradient_norm=0").mustFail();

        assertOneComplaint(complaint, "not finite", "Batch ", "learning rate");
    }

    @Test
    void an_altered_checkpoint_is_named_and_without_it_the_training_begins_anew() throws Exception {
        OreoProcess first = start("sft.checkpoint_every=20");
        Path training = folder.resolve("runs").resolve(RUN).resolve("training/sft");
        first.await(training, "checkpoint-40");
        first.kill();
        for (Path weights : weightsBelow(training)) {
            flipABit(weights);
        }

        String complaint = start("sft.checkpoint_every=20").mustFail();

        assertOneComplaint(complaint, "policy.safetensors was altered", "delete " + training);
        Files.move(training, folder.resolve("put-aside"));
        OreoProcess again = start("sft.checkpoint_every=20");
        again.mustSucceed();
        assertTrue(again.said().contains("sft is gone; it begins anew"), again.said());
    }

    @Test
    void a_worker_that_dies_while_it_loads_a_model_is_told_with_its_last_words() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.writeString(
                plugins.resolve("fatal_model.py"),
                """
                import os, sys

                def load(directory):
                    print("the driver is gone", file=sys.stderr, flush=True)
                    os._exit(7)
                """);
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        Path file =
                Files.writeString(
                        folder.resolve("fatal.toml"),
                        """
                        [task]
                        name = "arithmetic"
                        demonstrations = 8
                        rollouts = 4
                        test = 4

                        [model]
                        origin = "directory"
                        directory = "%s"
                        loader = "fatal_model:load"
                        """
                                .formatted(model));

        String complaint =
                OreoProcess.start(
                                folder.resolve("output.txt"),
                                Map.of("PYTHONPATH", plugins.toString()),
                                OreoProcess.line(
                                        "collect",
                                        file.toString(),
                                        folder.resolve("runs"),
                                        List.of()))
                        .mustFail();

        assertOneComplaint(complaint, "the driver is gone", "7");
    }

    private OreoProcess start(String... settings) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        return OreoProcess.start(output, Map.of(), line(settings));
    }

    private List<String> line(String... settings) {
        return Stream.concat(
                        OreoProcess.line("train", RUN, folder.resolve("runs"), List.of(settings))
                                .stream(),
                        Stream.of("--iteration", "0"))
                .toList();
    }

    private static void assertOneComplaint(String said, String... words) {
        List<String> complaints = said.lines().filter(line -> line.startsWith("oreo: ")).toList();
        assertEquals(1, complaints.size(), said);
        for (String word : words) {
            assertTrue(said.contains(word), () -> "without '" + word + "': " + said);
        }
        assertFalse(said.contains("\tat io.oreo"), said);
    }

    private static List<Path> weightsBelow(Path training) throws IOException {
        try (Stream<Path> files = Files.walk(training)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".safetensors"))
                    .toList();
        }
    }

    private static void flipABit(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
    }
}
