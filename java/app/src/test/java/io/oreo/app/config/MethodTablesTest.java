package io.oreo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Catalogues;
import io.oreo.schedule.settings.Method;
import io.oreo.schedule.settings.MethodSettings;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code [[method]]} tables, and the keys that they took the place of. */
class MethodTablesTest {

    private static final RunFiles RUN_FILES = new RunFiles(Path.of("../../environments"));
    private static final String MODEL = "\n[model.config]\nmodel_type = \"llama\"\n";

    private final RunConfiguration configuration = Catalogues.configuration();

    @TempDir Path folder;

    private Path file(String toml) throws IOException {
        return Files.writeString(folder.resolve("trial.toml"), toml);
    }

    private RunSettings read(String toml) throws IOException {
        return configuration.read(file(toml), List.of());
    }

    private String complaint(String toml, String... assignments) throws IOException {
        Path file = file(toml);
        ConfigurationException complaint =
                assertThrows(
                        ConfigurationException.class,
                        () -> configuration.read(file, List.of(assignments)));
        return complaint.getMessage().replace(folder + "/", "") + "\n";
    }

    @Test
    void a_method_has_the_optimisers_of_the_run_but_for_what_it_names() throws IOException {
        RunSettings settings =
                read(
                        """
                        [optimiser]
                        learning_rate = 1e-5
                        schedule = "cosine"
                        [[method]]
                        [[method]]
                        name = "lambda-half"
                        objective = "oreo"
                        lambda = 0.5
                        critic_learning_rate = 1e-6
                        optimiser = {beta2 = 0.9}
                        [[method]]
                        name = "dpo"
                        """
                                + MODEL);

        List<MethodSettings> methods = settings.method();
        assertEquals(
                List.of("oreo", "lambda-half", "dpo"),
                methods.stream().map(MethodSettings::name).toList());
        assertEquals(
                List.of("oreo", "oreo", "dpo"),
                methods.stream().map(MethodSettings::objective).toList());
        assertEquals(
                Map.of(
                        "level",
                        "token",
                        "beta",
                        0.03,
                        "alpha",
                        0.01,
                        "lambda",
                        1.0,
                        "gradient",
                        "action"),
                methods.getFirst().options());
        assertEquals(0.5, methods.get(1).options().get("lambda"));
        assertEquals(1e-5, methods.get(1).learningRate());
        assertEquals(1e-6, methods.get(1).criticLearningRate());
        assertEquals("cosine", methods.get(1).optimiser().schedule());
        assertEquals(0.9, methods.get(1).optimiser().beta2());
        assertEquals(0.98, methods.get(2).optimiser().beta2());
        Path written = file(SettingsText.toml(settings));
        assertEquals(settings, configuration.readResolved(written));
    }

    @Test
    void what_is_wrong_with_methods_is_said_at_once() throws IOException {
        Golden.check(
                "method-problems.txt",
                complaint(
                        """
                        [[method]]
                        rollouts = "shared"
                        lambda = 2.0
                        [[method]]
                        objective = "dpo"
                        lamda = 1.0
                        critic_warmup_epochs = 3
                        [[method]]
                        name = "a"
                        objective = "oreo"
                        level = "tokens"
                        beta = "much"
                        [[method]]
                        name = "a"
                        objective = "kto"
                        batch_size = 1
                        desirable_weight = 0
                        undesirable_weight = 0
                        [[method]]
                        name = "no-such"
                        [[method]]
                        objective = "no_such_module:Ipo"
                        [[method]]
                        objective = "oreo"
                        optimiser = {learning_rate = 1.0}
                        """
                                + MODEL));
    }

    @Test
    void a_method_outside_the_project_is_bound_like_ours() throws IOException {
        RunSettings settings =
                read("[[method]]\n[[method]]\nobjective = \"examples.ipo:Ipo\"" + MODEL);

        Method ipo = settings.methods(Catalogues.ours()).getLast();
        assertEquals("ipo", ipo.name());
        assertEquals(Map.of("tau", 0.1), ipo.settings().options());
        String complaint =
                complaint(
                        "[[method]]\n[[method]]\nobjective = \"examples.ipo:Ipo\"\ntau = 0"
                                + MODEL);
        assertTrue(complaint.contains("method[1].tau: is 0; it must be above 0"), complaint);
    }

    @Test
    void former_keys_are_refused_with_the_lines_that_take_their_place() throws IOException {
        String former =
                """
                baselines = ["dpo"]
                [oreo]
                lambda = 0.9
                [oreo.training]
                epochs = 2
                [[ablation]]
                name = "lambda-1"
                lambda = 1.0
                [sft.optimiser]
                learning_rate = 1e-4
                """;
        String complaint = complaint(former + MODEL);

        Golden.check("former-keys.txt", complaint);
        String lines = complaint.substring(complaint.indexOf("\n\n")).strip();
        RunSettings written = read(lines + "\n" + MODEL);
        assertEquals(
                configuration.readResolved(file(former + MODEL)).with(written.name(), 1), written);
    }

    @Test
    void a_run_that_was_made_with_former_keys_still_opens() throws IOException {
        Path resolved = Golden.folder().resolve("former-run.toml");

        assertEquals(
                configuration.read(RUN_FILES.find("arithmetic-tiny"), List.of()),
                configuration.readResolved(resolved));
    }

    @Test
    void a_former_key_on_the_command_line_is_named_with_its_successor() throws IOException {
        String complaint =
                complaint(MODEL, "oreo.training.optimiser.learning_rate=1", "dqo.target_rate=1");

        assertTrue(complaint.contains("write method.oreo.learning_rate"), complaint);
        assertTrue(complaint.contains("write method.dqo.tau"), complaint);
    }

    @Test
    void a_key_with_another_name_is_refused_with_it() throws IOException {
        String former = "[collect]\nmax_right = 3\nmax_wrong = 2\n";

        String complaint = complaint(former + MODEL);
        assertTrue(
                complaint.contains(
                        ":2: collect.max_right is a key of an earlier version;"
                                + " write collect.max_correct"),
                complaint);
        assertTrue(complaint.contains("write collect.max_incorrect"), complaint);
        String both = complaint("baselines = [\"dpo\"]\n" + former + MODEL);
        assertTrue(both.contains("write collect.max_correct"), both);
        assertTrue(both.contains("methods are tables now"), both);
        String byHand = complaint(MODEL, "collect.max_wrong=1");
        assertTrue(byHand.contains("write collect.max_incorrect"), byHand);
    }

    @Test
    void a_run_that_was_made_with_a_key_of_another_name_still_opens() throws IOException {
        RunSettings opened =
                configuration.readResolved(
                        file("[collect]\nmax_right = 3\nmax_wrong = 2\n" + MODEL));

        assertEquals(3, opened.collect().maxCorrect());
        assertEquals(2, opened.collect().maxIncorrect());
    }

    @Test
    void every_method_of_the_catalogue_can_stand_beside_another() throws IOException {
        List<String> names = Catalogues.ours().names();
        String tables =
                names.stream()
                        .map("[[method]]\nname = \"%s\"\n"::formatted)
                        .collect(Collectors.joining());
        RunSettings settings = read(tables + MODEL);

        assertEquals(
                names, settings.methods(Catalogues.ours()).stream().map(Method::name).toList());
    }

    @Test
    void an_unknown_objective_is_refused_with_the_one_that_was_meant() throws IOException {
        String complaint =
                complaint("[[method]]\nname = \"dop\"\n[[method]]\nname = \"rejecton\"" + MODEL);

        assertTrue(complaint.contains("is \"dop\""), complaint);
        assertTrue(complaint.contains("did you mean dpo?"), complaint);
        assertTrue(complaint.contains("did you mean rejection?"), complaint);
    }
}
