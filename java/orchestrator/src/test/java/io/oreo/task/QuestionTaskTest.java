package io.oreo.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionTaskTest {

    private static final Seed SEED = new Seed(7);
    private static final int TRAIN = 40;

    @TempDir Path data;

    @BeforeEach
    void writeFiles() throws IOException {
        StringBuilder train = new StringBuilder();
        for (int i = 0; i < TRAIN; i++) {
            train.append(gsm8k("What is %d plus one?".formatted(i), i + 1));
        }
        // Stands in the test file, too, and must not be trained on.
        train.append(gsm8k("What is  900 plus one?", 901));
        write("gsm8k/train.jsonl", train.toString());
        write(
                "gsm8k/test.jsonl",
                gsm8k("What is 900 plus one?", 901) + gsm8k("What is 901 plus one?", 902));
        write("math/math_train.jsonl.gz", math("Algebra", 1) + math("Geometry", 5));
        write("math/math_test.jsonl.gz", math("Algebra", 2) + math("Geometry", 4));
    }

    @Test
    void no_question_is_in_two_splits_whatever_the_seed() {
        Task task = create("gsm8k", Map.of());
        Set<String> all = new HashSet<>();
        int sum = 0;
        for (Split split : Split.values()) {
            int size = size(task, split);
            Set<String> prompts = new HashSet<>();
            task.problems(split, size, SEED).forEach(each -> prompts.add(each.prompt()));
            Set<String> again = new HashSet<>();
            task.problems(split, size, new Seed(8)).forEach(each -> again.add(each.prompt()));
            assertEquals(prompts, again);
            all.addAll(prompts);
            sum += size;
        }
        assertEquals(TRAIN + 2, sum);
        assertEquals(sum, all.size());
        assertEquals(2, size(task, Split.TEST));
    }

    @Test
    void only_demonstrations_show_a_solution_and_it_has_no_calculator_marks() {
        Task task = create("gsm8k", Map.of("demonstration_share", 1.0));
        Problem shown = task.problems(Split.DEMONSTRATION, 1, SEED).getFirst();
        assertTrue(shown.solution().orElseThrow().matches("(?s)It is \\d+\\.\n#### \\d+"));
        assertTrue(shown.solution().orElseThrow().endsWith(shown.referenceAnswer()));
        assertTrue(shown.prompt().endsWith("plus one?\n"));
        assertFalse(task.problems(Split.TEST, 1, SEED).getFirst().solution().isPresent());
    }

    @Test
    void a_smaller_count_gives_the_beginning_of_a_larger_one() {
        Task task = create("gsm8k", Map.of("demonstration_share", 0.0));
        List<Problem> many = task.problems(Split.ROLLOUT, 30, SEED);
        assertEquals(many.subList(0, 10), task.problems(Split.ROLLOUT, 10, SEED));
        assertNotEquals(many, task.problems(Split.ROLLOUT, 30, new Seed(8)));
    }

    @Test
    void math_is_read_from_compressed_files_and_chosen_by_level_and_subject() {
        Map<String, Object> options =
                Map.of(
                        "level_max",
                        2,
                        "subjects",
                        List.of("Algebra"),
                        "report_by",
                        "subject",
                        "prompt",
                        "Q: {question}");
        Problem problem = create("math", options).problems(Split.TEST, 1, SEED).getFirst();
        assertEquals("Q: Which number of Algebra is 2?", problem.prompt());
        assertEquals("\\frac{2}{3}", problem.referenceAnswer());
        assertEquals("Algebra", problem.group());
        assertThrows(
                TaskException.class, () -> create("math", options).problems(Split.TEST, 2, SEED));
    }

    @Test
    void the_fingerprint_changes_with_the_files_and_the_options() throws IOException {
        String before = create("gsm8k", Map.of()).fingerprint();
        assertEquals(before, create("gsm8k", Map.of()).fingerprint());
        assertNotEquals(before, create("gsm8k", Map.of("prompt", "{question}")).fingerprint());
        write("gsm8k/test.jsonl", gsm8k("What is 77 plus one?", 78));
        assertNotEquals(before, create("gsm8k", Map.of()).fingerprint());
    }

    @Test
    void a_missing_file_is_named_with_the_command_that_brings_it() throws IOException {
        Files.delete(data.resolve("gsm8k/test.jsonl"));
        String message = complaint("gsm8k");
        assertTrue(message.contains(data.resolve("gsm8k/test.jsonl") + " is missing"), message);
        assertTrue(message.contains("`./oreo data fetch gsm8k --into " + data + "`"), message);
    }

    @Test
    void a_broken_line_is_named_with_its_number() throws IOException {
        String good = gsm8k("What is 1 plus one?", 2);
        for (String bad :
                List.of("{\"question\": 5", "[]", "{}", "{\"question\":\"a\",\"answer\":\"b\"}")) {
            write("gsm8k/train.jsonl", good + "\n" + bad + "\n");
            String message = complaint("gsm8k");
            assertTrue(message.contains("line 3 of " + data), bad + ": " + message);
        }
        Files.write(data.resolve("gsm8k/train.jsonl"), new byte[] {'"', (byte) 0xc3, '"'});
        assertTrue(complaint("gsm8k").contains("line 1 of "));
    }

    @Test
    void a_cut_off_archive_and_an_empty_file_are_complaints() throws IOException {
        Path file = data.resolve("math/math_train.jsonl.gz");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertTrue(complaint("math").contains("cannot be decoded"));
        write("math/math_train.jsonl.gz", "\n");
        assertTrue(complaint("math").contains("no question"));
    }

    @Test
    void wrong_options_are_all_said_at_once() {
        TaskException wrong =
                assertThrows(
                        TaskException.class,
                        () -> create("gsm8k", Map.of("prompt", "no place", "level_max", 3)));
        String message = String.valueOf(wrong.getMessage());
        assertTrue(message.contains("{question}") && message.contains("level_max"), message);
        assertTrue(
                complaintOf(
                                () ->
                                        Tasks.create(
                                                "math",
                                                "",
                                                Map.of(),
                                                () -> {
                                                    throw new AssertionError("no worker is needed");
                                                }))
                        .contains("--data DIR"));
    }

    private Task create(String name, Map<String, Object> options) {
        return Tasks.create(
                name,
                data.toString(),
                options,
                () -> {
                    throw new AssertionError("no worker is needed");
                });
    }

    private String complaint(String name) {
        return complaintOf(() -> create(name, Map.of()));
    }

    private static String complaintOf(Runnable work) {
        return String.valueOf(assertThrows(TaskException.class, work::run).getMessage());
    }

    private static int size(Task task, Split split) {
        String message =
                String.valueOf(
                        assertThrows(
                                        TaskException.class,
                                        () -> task.problems(split, 1_000_000, SEED))
                                .getMessage());
        return Integer.parseInt(message.replaceAll(".* has (\\d+) questions.*", "$1"));
    }

    private static String gsm8k(String question, int answer) {
        return """
        {"question": "%s", "answer": "It is <<%d+1=%d>>%d.\\n#### %d"}
        """
                .formatted(question, answer - 1, answer, answer, answer);
    }

    private static String math(String subject, int level) {
        return """
        {"problem": "Which number of %s is %d?", "level": "Level %d", "type": "%s", \
        "solution": "It is $\\\\boxed{\\\\frac{%d}{3}}$."}
        """
                .formatted(subject, level, level, subject, level);
    }

    private void write(String name, String text) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
