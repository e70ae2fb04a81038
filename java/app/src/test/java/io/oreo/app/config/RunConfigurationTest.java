package io.oreo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Catalogues;
import io.oreo.app.Wiring;
import io.oreo.schedule.settings.MethodSettings;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigurationTest {

    private static final RunFiles RUN_FILES = new RunFiles(Path.of("../../environments"));

    private final RunConfiguration configuration = Catalogues.configuration();

    @TempDir Path folder;

    private Path file(String toml) throws IOException {
        return Files.writeString(folder.resolve("trial.toml"), toml);
    }

    private RunSettings read(String toml, String... assignments) throws IOException {
        return configuration.read(file(toml), List.of(assignments));
    }

    private String complaint(String toml, String... assignments) throws IOException {
        Path file = file(toml);
        ConfigurationException complaint =
                assertThrows(
                        ConfigurationException.class,
                        () -> configuration.read(file, List.of(assignments)));
        return complaint.getMessage().replace(folder + "/", "") + "\n";
    }

    private static final String MODEL = "\n[model.config]\nmodel_type = \"llama\"\n";

    @Test
    void the_list_of_keys_is_frozen() throws IOException {
        Golden.check("keys.txt", String.join("\n", configuration.keys()) + "\n");
    }

    @Test
    void every_key_has_a_default_and_a_place_in_the_reference() {
        List<String> described =
                Layer.parse("defaults.toml", RunConfiguration.reference())
                        .leaves()
                        .keySet()
                        .stream()
                        .map(key -> key.replaceAll("\\[\\d+]", "[]"))
                        .toList();

        assertEquals(configuration.keys(), described);
    }

    @Test
    void every_run_file_of_the_project_resolves() throws IOException {
        List<Path> files = RUN_FILES.all();
        assertTrue(files.size() >= 5, files::toString);
        for (Path file : files) {
            boolean withData =
                    file.toString().matches(".*/(gsm8k|math|alfworld|imported|problems)/.*");
            List<String> data =
                    Stream.of("task.data=/data", "model.directory=/model")
                            .limit(
                                    file.toString().matches(".*/(imported|problems)/.*")
                                            ? 2
                                            : withData ? 1 : 0)
                            .toList();

            RunSettings settings = configuration.read(file, data);

            boolean names = Files.readString(file).lines().anyMatch(l -> l.startsWith("name = "));
            assertTrue(names || settings.name().equals(RunFiles.name(file)), file::toString);
            assertEquals(List.of(), settings.problems(Wiring.TASKS, Catalogues.ours()));
        }
    }

    @Test
    void settings_written_as_toml_and_read_again_are_equal() throws IOException {
        RunSettings settings =
                configuration.read(
                        RUN_FILES.find("arithmetic"),
                        List.of("model.tokenizer=\"a \\\"b\\\"\\n\\u0001\\\\\"", "seed=-7"));

        RunSettings again = configuration.readResolved(file(SettingsText.toml(settings)));

        assertEquals(settings, again);
    }

    @Test
    void the_command_line_wins_over_the_file_and_the_file_over_the_defaults() throws IOException {
        RunSettings settings =
                read(
                        "seed = 4\n[[method]]\nbeta = 0.5\nalpha = 0.2" + MODEL,
                        "method.oreo.beta=0.7",
                        "seed=5");

        assertEquals(5, settings.seed());
        assertEquals(0.7, settings.method().getFirst().options().get("beta"));
        assertEquals(0.2, settings.method().getFirst().options().get("alpha"));
        assertEquals("token", settings.method().getFirst().options().get("level"));
        assertEquals("trial", settings.name());
    }

    @Test
    void a_search_takes_what_it_leaves_out_from_the_first_search_of_the_defaults()
            throws IOException {
        RunSettings settings =
                read(
                        "[[evaluation.search]]\nstrategy = \"step-beam\"\nwidth = 7" + MODEL,
                        "evaluation.search[0].expansions=3");

        assertEquals(1, settings.evaluation().search().size());
        assertEquals(7, settings.evaluation().search().getFirst().width());
        assertEquals(3, settings.evaluation().search().getFirst().expansions());
        assertEquals(20, settings.evaluation().search().getFirst().depthMax());
    }

    @Test
    void bare_words_of_the_command_line_are_texts_and_lists_of_texts() throws IOException {
        RunSettings settings =
                read(
                        MODEL,
                        "name=trial-2",
                        "critic_lora.rank=1",
                        "critic_lora.target_modules=q_proj,v",
                        "task.test=20");

        assertEquals("trial-2", settings.name());
        assertEquals(List.of("q_proj", "v"), settings.criticLora().targetModules());
        assertEquals(20, settings.task().test());
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_its_place() throws IOException {
        String toml =
                """
                itertions = 2
                seed = "one"

                [task]
                demonstration = 10
                rollouts = 1.5
                data = "/somewhere"

                [model.config]
                hidden_size = 8

                [[method]]
                level = "tokens"
                batch_sise = 3

                [[method]]
                objective = "rejecton"

                [[evaluation.search]]
                strategy = "greedy"
                width = 3

                [[evaluation.search]]
                strategy = "step-beem"
                """;

        Golden.check(
                "configuration-problems.txt",
                complaint(
                        toml,
                        "method.oreo.betta=1",
                        "sft.epochs=many",
                        "nothing",
                        "evaluation.search[5].width=2",
                        "compute.precision=float16"));
    }

    @Test
    void an_option_of_the_task_that_cannot_be_is_refused_with_its_place() throws IOException {
        assertEquals(
                """
                2 problems:
                  1. trial.toml:3: task.options.answer_classes: is 8, but 'modulus', 7, leaves \
                only 7 positions to tell apart; write at most 7, or raise 'modulus'
                  2. --set: task.options.modulos: is no option, did you mean 'modulus'?
                """,
                complaint(
                        "[task.options]\nmodulus = 7\nanswer_classes = 8\n" + MODEL,
                        "task.options.modulos=9"));
    }

    @Test
    void a_key_that_nothing_reads_is_refused_where_it_was_set() throws IOException {
        Golden.check(
                "configuration-unused.txt",
                complaint(
                        "[critic_optimiser]\n"
                                + "beta1 = 0.5\n"
                                + "[[method]]\n"
                                + "name = \"rejection\"\n"
                                + "max_pairs = 1\n"
                                + "[model]\n"
                                + "directory = \"m\""
                                + MODEL
                                + "[[evaluation.search]]\nstrategy = \"greedy\"\n",
                        "workers.token_file=t"));
    }

    @Test
    void a_file_that_is_no_toml_is_refused_with_its_line() throws IOException {
        String complaint = complaint("seed = 1\n[task\nname = 3\n");

        assertTrue(complaint.startsWith("trial.toml:2: this is no TOML: "), complaint);
    }

    @Test
    void a_set_may_leave_keys_of_the_file_without_use() throws IOException {
        RunSettings settings = read("[[method]]\nbeta = 0.1" + MODEL, "iterations=0");

        assertEquals(0, settings.iterations());
    }

    @Test
    void an_unknown_run_suggests_the_nearest_name() {
        ConfigurationException complaint =
                assertThrows(ConfigurationException.class, () -> RUN_FILES.find("arithmetc"));

        assertEquals(
                "no run file is called arithmetc; did you mean arithmetic?",
                complaint.getMessage());
    }

    @Test
    void a_path_that_is_not_there_is_named() {
        ConfigurationException complaint =
                assertThrows(ConfigurationException.class, () -> RUN_FILES.find("none/such.toml"));

        assertTrue(complaint.getMessage().startsWith("there is no run file none/such.toml"));
    }

    /** Hyper-parameters of the paper's appendix, as docs/METHOD.md, section 5, lists them. */
    @Test
    void the_presets_carry_the_numbers_of_the_paper() {
        List<String> data = List.of("task.data=/data");
        RunSettings qwen = configuration.read(RUN_FILES.find("qwen2.5-math-1.5b"), data);
        RunSettings deepseek = configuration.read(RUN_FILES.find("deepseek-math-7b"), data);
        RunSettings minicpm = configuration.read(RUN_FILES.find("minicpm-2b-alfworld"), data);

        for (RunSettings each : List.of(qwen, deepseek, minicpm)) {
            MethodSettings oreo = method(each, "oreo");
            assertEquals(0.03, oreo.options().get("beta"));
            assertEquals(0.01, oreo.options().get("alpha"));
            assertEquals(1.0, oreo.options().get("lambda"));
            assertEquals(5e-6, oreo.learningRate());
            assertEquals(128, oreo.batchSize());
            assertEquals(0.1, method(each, "dpo").options().get("beta"));
            assertEquals(5e-7, method(each, "dpo").learningRate());
            assertEquals(1, method(each, "rejection").epochs());
        }
        assertEquals(
                List.of(1, 2, 3),
                Stream.of(qwen, deepseek, minicpm).map(s -> method(s, "oreo").epochs()).toList());
        assertEquals(
                List.of(6, 10, 5),
                Stream.of(qwen, deepseek, minicpm).map(s -> method(s, "dpo").maxPairs()).toList());
        assertEquals(
                List.of(10, 16, 5),
                Stream.of(qwen, deepseek, minicpm).map(s -> s.collect().samples()).toList());
        assertEquals(
                List.of(2048, 2048, 4096),
                Stream.of(qwen, deepseek, minicpm).map(s -> s.model().maxLength()).toList());
        assertEquals(2e-5, qwen.sft().learningRate());
        assertEquals(3, qwen.sft().epochs());
        assertEquals(0.1, method(qwen, "oreo-step").options().get("alpha"));
        assertEquals(0.3, method(qwen, "oreo-response").options().get("alpha"));
        assertEquals(5e-8, method(qwen, "kto").learningRate());
        assertEquals(1e-7, method(deepseek, "kto").learningRate());
        assertEquals(2, method(deepseek, "kto").epochs());
        assertEquals(4, deepseek.collect().maxCorrect());
        assertEquals(4, deepseek.collect().maxIncorrect());
        assertEquals(64, deepseek.criticLora().rank());
        assertEquals(1e-4, method(deepseek, "oreo").criticLearningRate());
        assertEquals(2e-5, method(minicpm, "rejection").learningRate());
    }

    private static MethodSettings method(RunSettings run, String name) {
        return run.method().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
