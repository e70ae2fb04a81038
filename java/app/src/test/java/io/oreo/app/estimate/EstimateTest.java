package io.oreo.app.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Wiring;
import io.oreo.app.config.RunConfiguration;
import io.oreo.app.config.RunFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Figures of the estimate, worked out by hand for the smallest run. */
class EstimateTest {

    private static String of(String... assignments) {
        String[] fixed = {
            "task.demonstrations=64",
            "task.rollouts=16",
            "task.test=12",
            "collect.samples=4",
            "collect.max_new_tokens=48",
            "model.max_length=128",
            "sft.epochs=40",
            "sft.batch_size=16",
            "oreo.training.epochs=2",
            "oreo.critic_warmup_epochs=1",
            "oreo.training.batch_size=16",
            "rejection.epochs=1",
            "rejection.batch_size=24"
        };
        List<String> all = new ArrayList<>(List.of(fixed));
        all.addAll(List.of(assignments));
        return tiny(all);
    }

    private static String tiny(List<String> assignments) {
        RunFiles files = new RunFiles(Path.of("../../environments"));
        return Estimate.of(
                new RunConfiguration(Wiring.TASKS)
                        .read(files.find("arithmetic-tiny"), assignments));
    }

    private static String line(String name, String text) {
        return text.lines()
                .filter(line -> line.strip().startsWith("# " + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
    }

    private static double figure(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), () -> pattern + " in " + text);
        return Double.parseDouble(found.group(1));
    }

    @Test
    void every_line_is_a_comment() {
        assertTrue(of().lines().allMatch(line -> line.startsWith("# ")), EstimateTest::of);
    }

    @Test
    void updates_and_tokens_are_those_of_the_settings() {
        String text = of();

        assertTrue(
                line("sft", text)
                        .endsWith("64 sequences x 40 epochs = 160 updates, 327,680 tokens"),
                text);
        assertTrue(line("iteration 1", text).endsWith("64 responses, at most 3,072 tokens"), text);
        assertTrue(
                line("  oreo", text)
                        .endsWith("64 sequences x 3 epochs = 12 updates, 24,576 tokens"),
                text);
        assertTrue(
                line("  rejection", text)
                        .endsWith("64 sequences x 1 epochs = 3 updates, 8,192 tokens"),
                text);
    }

    @Test
    void each_iteration_has_its_lines() {
        String text = of("iterations=3");

        assertEquals(3, text.lines().filter(line -> line.startsWith("# iteration ")).count(), text);
        assertTrue(
                figure("at most ([0-9.e+]+) floating", text)
                        > figure("at most ([0-9.e+]+) floating", of()),
                text);
    }

    /** Two models that learn, 16 bytes a parameter, and the reference, 4. */
    @Test
    void memory_counts_what_learns_and_what_is_read() {
        String text = of("model.config.hidden_size=512", "model.config.intermediate_size=2048");
        double parameters = 300.0 * 512 + (4.0 * 512 * 512 + 3.0 * 512 * 2048 + 2 * 512) + 512;

        assertEquals(
                Math.ceil(36 * parameters / (1 << 20)),
                figure("training worker ([0-9]+) MiB", text));
        assertEquals(
                Math.ceil(8 * parameters / (1 << 20)),
                figure("rollout workers ([0-9]+) MiB for models", text));
    }

    /**
     * Start, SFT, OREO with its critic and rejection sampling; then both networks of OREO at work.
     */
    @Test
    void disk_counts_models_that_stay_and_checkpoints_that_do_not() {
        String text = of("model.config.hidden_size=512", "model.config.intermediate_size=2048");
        double parameters = 300.0 * 512 + (4.0 * 512 * 512 + 3.0 * 512 * 2048 + 2 * 512) + 512;

        assertEquals(
                Math.ceil(5 * 4 * parameters / (1 << 20)),
                figure("disk +([0-9]+) MiB for 5 models", text));
        assertEquals(
                Math.ceil(3 * 2 * 12 * parameters / (1 << 20)),
                figure("([0-9]+) MiB for checkpoints", text));
    }

    @Test
    void a_run_without_iterations_needs_neither_critic_nor_reference() {
        String big = "model.config.hidden_size=512";
        String memory = "training worker ([0-9]+) MiB";

        assertTrue(
                figure(memory, tiny(List.of(big, "iterations=0"))) < figure(memory, of(big)) / 2);
    }
}
