package io.oreo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Wiring;
import io.oreo.schedule.settings.Algorithm;
import io.oreo.schedule.settings.Learner;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigurationTest {

    private static final RunFiles RUN_FILES = new RunFiles(Path.of("../../environments"));

    private final RunConfiguration configuration = new RunConfiguration(Wiring.TASKS);

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
                Layer.parse("defaults.toml", withExample(RunConfiguration.reference()))
                        .leaves()
                        .keySet()
                        .stream()
                        .map(key -> key.replaceAll("\\[\\d+]", "[]"))
                        .toList();

        assertEquals(configuration.keys(), described);
    }

    /** The reference with the example of an ablation, which has no default, as if it were set. */
    private static String withExample(String reference) {
        return reference
                .replaceAll("(?m)^ablation = .*", "")
                .replaceAll("(?m)^# (\\[\\[ablation]]|[a-z_]+ = )", "$1");
    }

    @Test
    void an_ablation_is_oreo_but_for_the_numbers_that_it_names() throws IOException {
        RunSettings settings =
                read(
                        "[oreo]\nbeta = 0.05\n[[ablation]]\nname = \"lambda-1\"\nlambda = 1.0"
                                + "\n[[ablation]]\nname = \"slow\"\nlearning_rate = 1e-6"
                                + MODEL);

        List<Learner> learners = settings.learners();
        assertEquals(
                List.of("oreo", "lambda-1", "slow"),
                learners.stream().map(Learner::label).toList());
        assertEquals(1.0, learners.get(1).settings().oreo().lambda());
        assertEquals(0.05, learners.get(1).settings().oreo().beta());
        assertEquals(settings.oreo().training(), learners.get(1).settings().oreo().training());
        assertEquals(1e-6, learners.get(2).settings().oreo().training().optimiser().learningRate());
        assertEquals(settings.oreo().lambda(), learners.get(2).settings().oreo().lambda());
        Path written = file(SettingsText.toml(settings));
        assertEquals(settings, configuration.readResolved(written));
    }

    @Test
    void an_ablation_needs_a_name_of_its_own_and_numbers_in_range() throws IOException {
        String complaint =
                complaint(
                        "[[ablation]]\nlambda = 2.0\n[[ablation]]\nname = \"dpo\"\nlamda = 1.0"
                                + "\n[[ablation]]\nname = \"a\"\n[[ablation]]\nname = \"a\""
                                + MODEL);

        assertTrue(complaint.contains("ablation[0].name: is \"\""), complaint);
        assertTrue(complaint.contains("ablation[0].lambda: is 2"), complaint);
        assertTrue(complaint.contains("is \"dpo\", which another training bears"), complaint);
        assertTrue(complaint.contains("did you mean ablation[].lambda?"), complaint);
        assertTrue(complaint.contains("is \"a\", which another training bears"), complaint);
    }

    @Test
    void every_run_file_of_the_project_resolves() throws IOException {
        List<Path> files = RUN_FILES.all();
        assertTrue(files.size() >= 5, files::toString);
        for (Path file : files) {
            boolean withData = file.toString().matches(".*/(gsm8k|math|alfworld|imported)/.*");
            List<String> data =
                    Stream.of("task.data=/data", "model.directory=/model")
                            .limit(file.toString().contains("/imported/") ? 2 : withData ? 1 : 0)
                            .toList();

            RunSettings settings = configuration.read(file, data);

            boolean names = Files.readString(file).lines().anyMatch(l -> l.startsWith("name = "));
            assertTrue(names || settings.name().equals(RunFiles.name(file)), file::toString);
            assertEquals(List.of(), settings.problems(Wiring.TASKS));
        }
    }

    @Test
    void settings_written_as_toml_and_read_again_are_equal() throws IOException {
        RunSettings settings =
                configuration.read(
                        RUN_FILES.find("arithmetic"),
                        List.of("task.options.teacher=\"a \\\"b\\\"\\n\\u0001\\\\\"", "seed=-7"));

        RunSettings again = configuration.readResolved(file(SettingsText.toml(settings)));

        assertEquals(settings, again);
    }

    @Test
    void the_command_line_wins_over_the_file_and_the_file_over_the_defaults() throws IOException {
        RunSettings settings =
                read(
                        "seed = 4\n[oreo]\nbeta = 0.5\nalpha = 0.2" + MODEL,
                        "oreo.beta=0.7",
                        "seed=5");

        assertEquals(5, settings.seed());
        assertEquals(0.7, settings.oreo().beta());
        assertEquals(0.2, settings.oreo().alpha());
        assertEquals("token", settings.oreo().level());
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
        RunSettings settings = read(MODEL, "name=trial-2", "baselines=rejection", "task.test=20");

        assertEquals("trial-2", settings.name());
        assertEquals(List.of("rejection"), settings.baselines());
        assertEquals(20, settings.task().test());
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_its_place() throws IOException {
        String toml =
                """
                itertions = 2
                seed = "one"
                baselines = ["rejection", "rejecton"]

                [task]
                demonstration = 10
                rollouts = 1.5
                data = "/somewhere"

                [model.config]
                hidden_size = 8

                [oreo]
                level = "tokens"
                batch_size = 3

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
                        "oreo.betta=1",
                        "sft.epochs=many",
                        "nothing",
                        "evaluation.search[5].width=2",
                        "compute.precision=float16"));
    }

    @Test
    void a_key_that_nothing_reads_is_refused_where_it_was_set() throws IOException {
        Golden.check(
                "configuration-unused.txt",
                complaint(
                        "algorithm = \"rejection\"\n[oreo]\nbeta = 0.1\n[model]\ndirectory = \"m\""
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
        RunSettings settings = read("[oreo]\nbeta = 0.1" + MODEL, "iterations=0");

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

    @Test
    void every_algorithm_can_be_a_baseline_and_has_a_table_of_its_own() throws IOException {
        RunSettings settings =
                read(
                        "baselines = [\"oreo-step\", \"oreo-response\", \"pcl\", \"rejection\","
                                + " \"dpo\", \"kto\", \"dqo\"]"
                                + "\n[dpo]\nmax_pairs = 3\n[oreo_step]\nalpha = 0.2"
                                + MODEL);

        assertEquals(
                Set.of(Algorithm.values()),
                settings.learners().stream().map(Learner::algorithm).collect(Collectors.toSet()));
        assertEquals(3, settings.dpo().maxPairs());
        assertEquals(0.2, settings.oreoStep().alpha());
        assertEquals(0.3, settings.oreoResponse().alpha());
        assertTrue(
                Set.copyOf(configuration.keys().stream().map(k -> k.split("\\.", -1)[0]).toList())
                        .containsAll(Stream.of(Algorithm.values()).map(Algorithm::table).toList()));
    }

    @Test
    void an_unknown_baseline_is_refused_with_the_one_that_was_meant() throws IOException {
        String complaint = complaint("baselines = [\"dop\", \"rejecton\"]" + MODEL);

        assertTrue(complaint.contains("is \"dop\""), complaint);
        assertTrue(complaint.contains("did you mean dpo?"), complaint);
        assertTrue(complaint.contains("did you mean rejection?"), complaint);
    }

    @Test
    void the_table_of_an_algorithm_that_does_not_run_is_refused() throws IOException {
        String complaint = complaint("baselines = [\"dpo\"]\n[kto]\nbeta = 0.2" + MODEL);

        assertTrue(complaint.contains("kto.beta: is set but never read"), complaint);
    }

    /** Hyper-parameters of the paper's appendix, as oreo.md section 5 lists them. */
    @Test
    void the_presets_carry_the_numbers_of_the_paper() {
        List<String> data = List.of("task.data=/data");
        RunSettings qwen = configuration.read(RUN_FILES.find("qwen2.5-math-1.5b"), data);
        RunSettings deepseek = configuration.read(RUN_FILES.find("deepseek-math-7b"), data);
        RunSettings minicpm = configuration.read(RUN_FILES.find("minicpm-2b-alfworld"), data);

        for (RunSettings each : List.of(qwen, deepseek, minicpm)) {
            assertEquals(0.03, each.oreo().beta());
            assertEquals(0.01, each.oreo().alpha());
            assertEquals(1.0, each.oreo().lambda());
            assertEquals(5e-6, each.oreo().training().optimiser().learningRate());
            assertEquals(128, each.oreo().training().batchSize());
            assertEquals(0.1, each.dpo().beta());
            assertEquals(5e-7, each.dpo().training().optimiser().learningRate());
            assertEquals(1, each.rejection().epochs());
        }
        assertEquals(
                List.of(1, 2, 3),
                Stream.of(qwen, deepseek, minicpm).map(s -> s.oreo().training().epochs()).toList());
        assertEquals(
                List.of(6, 10, 5),
                Stream.of(qwen, deepseek, minicpm).map(s -> s.dpo().maxPairs()).toList());
        assertEquals(
                List.of(10, 16, 5),
                Stream.of(qwen, deepseek, minicpm).map(s -> s.collect().samples()).toList());
        assertEquals(
                List.of(2048, 2048, 4096),
                Stream.of(qwen, deepseek, minicpm).map(s -> s.model().maxLength()).toList());
        assertEquals(2e-5, qwen.sft().optimiser().learningRate());
        assertEquals(3, qwen.sft().epochs());
        assertEquals(0.1, qwen.oreoStep().alpha());
        assertEquals(0.3, qwen.oreoResponse().alpha());
        assertEquals(5e-8, qwen.kto().training().optimiser().learningRate());
        assertEquals(1e-7, deepseek.kto().training().optimiser().learningRate());
        assertEquals(2, deepseek.kto().training().epochs());
        assertEquals(4, deepseek.collect().maxRight());
        assertEquals(4, deepseek.collect().maxWrong());
        assertEquals(64, deepseek.criticLora().rank());
        assertEquals(1e-4, deepseek.oreo().critic().learningRate());
        assertEquals(2e-5, minicpm.rejection().optimiser().learningRate());
    }
}
