package io.oreo.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Home;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code train --dry-run} says of a dataset and a model of the user's own. */
class ImportedRunTest {

    private static final String MANIFEST =
            """
            {"format": "oreo-dataset/1", "tokenizer_key": "k", "chat_template": true, "rows": 40,
             "shards": [{"file": "a.parquet", "rows": 40, "content_digest": "%s", "bytes": 1}]}
            """
                    .formatted("0".repeat(64));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void datasetAndModel() throws IOException {
        Files.createDirectories(folder.resolve("model"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("manifest.json"), MANIFEST);
    }

    private int train(Path data, Path model, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "train",
                                "--dry-run",
                                "--data",
                                data.toString(),
                                "--model",
                                model.toString()));
        words.addAll(List.of(more));
        String[] arguments = words.toArray(String[]::new);
        CommandLine program =
                OreoCommand.commandLine(
                        new Home(Path.of(System.getProperty("oreo.root", "../.."))),
                        List.of(arguments));
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        return program.execute(arguments);
    }

    private int train(String... more) {
        return train(folder.resolve("data"), folder.resolve("model"), more);
    }

    /** The first is the policy's rate: the paper's where it has one. */
    @ParameterizedTest
    @CsvSource({
        "oreo, 5.0E-6",
        "dqo, 5.0E-6",
        "rejection, 5.0E-6",
        "dpo, 5.0E-7",
        "kto, 1.0E-7",
        "sft, 2.0E-5"
    })
    void every_method_has_a_rate_for_a_trained_model(String method, String rate) {
        assertEquals(ExitStatus.SUCCESS, train("--method", method), err::toString);
        String table = out.toString().substring(out.toString().indexOf("[[method]]"));
        assertTrue(table.contains("\nobjective = \"%s\"\n".formatted(method)), table);
        assertTrue(table.contains("\nlearning_rate = %s\n".formatted(rate)), table);
        assertTrue(table.contains("\nbatch_size = 16\n"), table);
    }

    @Test
    void a_rate_of_the_users_own_wins() {
        String[] own = {"--method", "dpo", "--set", "method.dpo.learning_rate=3e-6"};
        assertEquals(ExitStatus.SUCCESS, train(own), err::toString);
        assertTrue(out.toString().contains("\nlearning_rate = 3.0E-6\n"), out::toString);
    }

    @Test
    void questions_are_asked_with_the_template_of_the_data() {
        assertEquals(ExitStatus.SUCCESS, train(), err::toString);
        assertTrue(out.toString().contains("chat_template = true"), out::toString);
    }

    @ParameterizedTest
    @CsvSource({"oreo, at most 40 sequences", "dpo, at most 20 pairs", "sft, at most 40 sequences"})
    void the_work_of_the_dataset_is_counted(String method, String work) {
        assertEquals(ExitStatus.SUCCESS, train("--method", method), err::toString);
        assertTrue(out.toString().contains(work), out::toString);
        assertTrue(out.toString().contains("40 imported trajectories"), out::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows.jsonl", "nowhere"})
    void rows_are_imported_first(String name) throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "{}\n");
        assertEquals(ExitStatus.USAGE, train(folder.resolve(name), folder.resolve("model")));
        assertTrue(err.toString().contains("./oreo import FILE --into DIR"), err::toString);
        assertFalse(err.toString().contains("arithmetic"), err::toString);
    }

    @Test
    void a_missing_model_is_seen_before_the_run() {
        int status = train("--set", "model.directory=" + folder.resolve("gone"));
        assertEquals(ExitStatus.USAGE, status);
        assertTrue(err.toString().contains("no model folder " + folder.resolve("gone")));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, 99_999})
    void a_port_is_one(int port) {
        CommandLine program =
                OreoCommand.commandLine(
                        new Home(Path.of(System.getProperty("oreo.root", "../.."))), List.of());
        program.setErr(new PrintWriter(err, true));
        assertEquals(ExitStatus.USAGE, program.execute("worker", "--port", Integer.toString(port)));
        assertTrue(err.toString().contains("between 1 and 65535"), err::toString);
    }

    @Test
    void words_of_commands_are_quoted_where_a_shell_needs_it() {
        assertEquals("data/mine-2.0", Shell.word("data/mine-2.0"));
        assertEquals("'my data'", Shell.word(Path.of("my data")));
        assertEquals("'it'\\''s $x'", Shell.word("it's $x"));
    }
}
