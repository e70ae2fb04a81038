package io.oreo.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnProblemsTest {

    private static final Seed SEED = new Seed(1);

    @TempDir private Path folder;

    private Path file(String name, int rows, String row) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            lines.add(row.formatted(i, i + 1, i + 1));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private static Task task(Path data, Map<String, Object> options) {
        return Tasks.create(
                "problems",
                data.toString(),
                options,
                () -> {
                    throw new IllegalStateException("no worker is asked");
                });
    }

    private static String refused(Path data, Map<String, Object> options) {
        TaskException refused = assertThrows(TaskException.class, () -> task(data, options));
        return String.valueOf(refused.getMessage());
    }

    @Test
    void twoColumnsAreProblemsToRollOutAndToTest() throws IOException {
        Path mine = file("mine.jsonl", 50, "{\"question\": \"%d + 1?\", \"answer\": %d}");
        Task task = task(mine, Map.of());

        List<Problem> rollouts = task.problems(Split.ROLLOUT, 30, SEED);
        List<Problem> tests = task.problems(Split.TEST, 5, SEED);

        assertEquals(30, rollouts.size());
        Set<String> asked = new HashSet<>();
        rollouts.forEach(each -> asked.add(each.prompt()));
        assertTrue(tests.stream().noneMatch(each -> asked.contains(each.prompt())));
        Problem first = tests.getFirst();
        int number = Integer.parseInt(first.prompt().replace(" + 1?\n", ""));
        assertEquals(Integer.toString(number + 1), first.referenceAnswer());
        assertThrows(
                TaskException.class,
                () -> task.problems(Split.DEMONSTRATION, 1, SEED),
                "nothing is worked out, so nothing can be imitated");
    }

    @Test
    void furtherRowsLeaveTheSplitOfTheOthersAsItIs() throws IOException {
        Task few = task(file("few.jsonl", 40, "{\"question\": \"%d?\", \"answer\": %d}"), Map.of());
        Task more =
                task(file("more.jsonl", 60, "{\"question\": \"%d?\", \"answer\": %d}"), Map.of());

        Set<String> tested = new HashSet<>();
        all(more, Split.TEST).forEach(each -> tested.add(each.prompt()));
        assertTrue(all(few, Split.TEST).stream().allMatch(each -> tested.contains(each.prompt())));
        assertNotEquals(few.fingerprint(), more.fingerprint());
    }

    private static List<Problem> all(Task task, Split split) {
        List<Problem> all = List.of();
        for (int count = 1; ; count++) {
            try {
                all = task.problems(split, count, SEED);
            } catch (TaskException noMore) {
                return all;
            }
        }
    }

    @Test
    void aFolderSaysWhatIsTestedAndSolutionsAreDemonstrations() throws IOException {
        file("train.jsonl", 20, "{\"q\": \"%d?\", \"a\": \"%d\", \"work\": \"It is %d.\"}");
        file("test.jsonl", 3, "{\"q\": \"%d!\", \"a\": \"%d\", \"work\": \"It is %d.\"}");
        Task task =
                task(
                        folder,
                        Map.of(
                                "question", "q",
                                "answer", "a",
                                "solution", "work",
                                "prompt", "Q: {question}\nA: "));

        Problem shown = task.problems(Split.DEMONSTRATION, 1, SEED).getFirst();

        assertTrue(shown.prompt().matches("Q: \\d+\\?\nA: "), shown.prompt());
        assertEquals(
                "It is %s.".formatted(shown.referenceAnswer()), shown.solution().orElseThrow());
        assertEquals(3, all(task, Split.TEST).size());
    }

    @Test
    void whatCannotBeUsedIsNamedWithItsPlaceAndItsCure() throws IOException {
        Path mine = file("mine.jsonl", 3, "{\"problem\": \"%d?\", \"answer\": \"%d\"}");
        String field = refused(mine, Map.of());
        assertTrue(field.contains("row 1 of " + mine), field);
        assertTrue(field.contains("it has problem, answer"), field);
        assertTrue(field.contains("question = \"NAME\""), field);

        Files.writeString(mine, "{\"question\": \"1?\", \"answer\": 1}\nno JSON\n");
        assertTrue(refused(mine, Map.of()).contains("row 2 of " + mine), refused(mine, Map.of()));

        String options =
                refused(
                        mine,
                        Map.of("grader", "gsm", "demonstration_share", 0.5, "quesion", "problem"));
        assertTrue(options.contains("'grader' must be math"), options);
        assertTrue(options.contains("no field holds a worked solution"), options);
        assertTrue(options.contains("'quesion' is no option"), options);

        assertTrue(refused(folder, Map.of()).contains("holds no train file"));
        assertTrue(refused(folder.resolve("none.jsonl"), Map.of()).contains("is missing"));
        assertTrue(refused(Path.of(""), Map.of()).contains("--data FILE"));
    }
}
