package io.oreo.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Catalogues;
import io.oreo.app.Home;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.config.RunConfiguration;
import io.oreo.testing.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code --dry-run} says what a run would do, and does nothing. */
class DryRunTest {

    private static final String RUN_FILE =
            """
            [task]
            demonstrations = 100
            rollouts = 50
            test = 20

            [collect]
            max_new_tokens = 48

            [model]
            vocabulary_size = 300
            max_length = 128

            [model.config]
            model_type = "llama"
            hidden_size = 32
            intermediate_size = 64
            num_hidden_layers = 1
            num_attention_heads = 2
            tie_word_embeddings = true

            [[method]]
            objective = "oreo"

            [[method]]
            objective = "rejection"
            optimiser = {schedule = "cosine"}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path folder = Path.of("");

    private static final RunConfiguration CONFIGURATION = Catalogues.configuration();

    private int oreo(String... arguments) {
        CommandLine program =
                OreoCommand.commandLine(
                        new Home(Path.of(System.getProperty("oreo.root", "../.."))),
                        List.of(arguments));
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        return program.execute(arguments);
    }

    private String runFile() throws IOException {
        return Files.writeString(folder.resolve("trial.toml"), RUN_FILE).toString();
    }

    @Test
    void a_diagnosis_does_not_carry_an_unfinished_run_on() throws IOException {
        Path begun = Files.createDirectories(folder.resolve("runs/begun"));
        Files.writeString(begun.resolve("run.toml"), "");
        assertEquals(
                ExitStatus.USAGE,
                oreo("diagnose", "begun", "--runs", folder.resolve("runs").toString()));
        assertTrue(err.toString().contains("./oreo resume begun"), err::toString);
        assertEquals(List.of("run.toml"), List.of(begun.toFile().list()));
    }

    @Test
    void the_estimate_and_the_resolved_settings_are_as_reviewed() throws IOException {
        Path runs = folder.resolve("runs");

        int status =
                oreo(
                        "iterate",
                        "--run",
                        runFile(),
                        "--dry-run",
                        "--runs",
                        runs.toString(),
                        "--seed",
                        "7",
                        "--set",
                        "collect.samples=3");

        assertEquals(ExitStatus.SUCCESS, status, err::toString);
        assertEquals("", err.toString());
        assertFalse(Files.exists(runs), "a dry run makes no folder");
        Golden.check("dry-run.txt", out.toString());
    }

    /** What is printed can be saved and run: the estimate is a comment. */
    @Test
    void what_it_prints_is_a_run_file_of_the_same_settings() throws IOException {
        assertEquals(ExitStatus.SUCCESS, oreo("iterate", "--run", runFile(), "--dry-run"));
        Path printed = Files.writeString(folder.resolve("printed.toml"), out.toString());

        assertEquals(
                CONFIGURATION.read(folder.resolve("trial.toml"), List.of()),
                CONFIGURATION.readResolved(printed));
    }

    @Test
    void a_setting_that_cannot_be_used_is_refused_before_anything_is_made() throws IOException {
        int status = oreo("iterate", "--run", runFile(), "--dry-run", "--set", "sft.epoch=3");

        assertEquals(ExitStatus.USAGE, status);
        assertTrue(err.toString().contains("did you mean sft.epochs"), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void options_of_games_are_read_before_there_are_games() throws IOException {
        Path run = folder.resolve("games.toml");
        Files.writeString(
                run,
                RUN_FILE.replace(
                        "[collect]",
                        """
                        name = "alfworld"

                        [task.options]
                        step_limit = 0
                        dialect = "both"
                        detour = 3

                        [collect]
                        """));

        assertEquals(
                ExitStatus.USAGE,
                oreo("iterate", "--run", run.toString(), "--dry-run", "--data", folder.toString()));

        String said = err.toString();
        assertTrue(said.contains("must be a whole number from 1 to 1000 but is 0"), said);
        assertTrue(said.contains("must be move or put but is both"), said);
        assertTrue(said.contains("detours"), said);
        assertEquals("", out.toString());
    }

    @Test
    void every_key_is_printed_with_its_default_and_its_meaning() throws IOException {
        assertEquals(ExitStatus.SUCCESS, oreo("iterate", "--keys"));

        for (String key : Files.readAllLines(Golden.folder().resolve("keys.txt"))) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            assertTrue(
                    out.toString().lines().anyMatch(line -> line.matches(last + " += .+ # .+")),
                    key);
        }
    }

    /** The models are not there; their sizes are in the presets. */
    @ParameterizedTest
    @CsvSource({
        "qwen2.5-math-1.5b, 1.5 G",
        "deepseek-math-7b, 6.9 G",
        "minicpm-2b-alfworld, 2.7 G"
    })
    void a_preset_of_the_paper_says_how_much_memory_it_takes(String preset, String parameters) {
        int status = oreo("iterate", "--run", preset, "--dry-run", "--set", "task.data=" + folder);

        assertEquals(0, status, err::toString);
        assertTrue(out.toString().contains(parameters + " parameters"), out::toString);
        assertTrue(out.toString().contains("GiB for models and optimisers"), out::toString);
    }

    @Test
    void a_comparison_needs_methods_to_compare() throws IOException {
        assertEquals(
                ExitStatus.USAGE,
                oreo("compare", "--run", runFile(), "--dry-run", "--set", "method=[{}]"));
        assertTrue(err.toString().contains("names no methods to compare"), err::toString);
        assertEquals(0, oreo("compare", "--run", runFile(), "--dry-run"), err::toString);
        assertTrue(out.toString().contains("# 3 seeds"), out::toString);
    }
}
