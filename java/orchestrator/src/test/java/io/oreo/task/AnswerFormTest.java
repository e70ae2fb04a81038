package io.oreo.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.grading.Grader.Answered;
import io.oreo.task.ArithmeticTask.AnswerForm;
import io.oreo.testing.Golden;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AnswerFormTest {

    private static final Seed SEED = new Seed(7);

    @Test
    void problems_and_demonstrations_of_every_form_read_as_reviewed() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int classes : new int[] {0, 2, 3}) {
            text.append("answer_classes = ").append(classes).append("\n\n");
            for (Problem problem : task(classes, 0.55).problems(Split.DEMONSTRATION, 3, SEED)) {
                text.append(problem.prompt())
                        .append(problem.solution().orElseThrow())
                        .append("\nreference ")
                        .append(problem.referenceAnswer())
                        .append("\n\n");
            }
        }
        Golden.check("arithmetic-problems.txt", text.toString());
    }

    @Property(tries = 300)
    void a_faultless_solution_is_correct_in_every_step(
            @ForAll long drawn,
            @ForAll @IntRange(min = 3, max = 40) int modulus,
            @ForAll @IntRange(min = 0, max = 40) int asked) {
        int classes = asked == 1 || asked > modulus ? 0 : asked;
        ArithmeticTask task =
                new ArithmeticTask(
                        new ArithmeticTask.Options(2, 5, modulus, 0, new AnswerForm(classes)));
        Problem problem = task.problems(Split.DEMONSTRATION, 1, new Seed(drawn)).getFirst();
        String solution = problem.solution().orElseThrow();

        assertInstanceOf(Verdict.Correct.class, verdict(task, problem, solution));
        assertEquals(solution.lines().count(), task.correctSteps(problem, solution));
    }

    @Property(tries = 300)
    void a_solution_is_correct_exactly_if_its_position_is_in_the_class(
            @ForAll long drawn,
            @ForAll @IntRange(min = 2, max = 10) int classes,
            @ForAll @IntRange(min = 0, max = 9) int said) {
        ArithmeticTask task = task(classes, 0.55);
        Problem problem = task.problems(Split.TEST, 1, new Seed(drawn)).getFirst();
        int correct = Chain.parse(problem.id().value(), 10).answer();

        Verdict verdict = verdict(task, problem, "A: " + new AnswerForm(classes).of(said));

        assertEquals(said % classes == correct % classes, verdict instanceof Verdict.Correct);
    }

    @Test
    void there_are_as_many_answers_as_classes() {
        for (int classes = 2; classes <= 10; classes++) {
            Set<String> answers = new TreeSet<>();
            for (int position = 0; position < 10; position++) {
                answers.add(new AnswerForm(classes).of(position));
            }
            assertEquals(classes, answers.size());
        }
    }

    @Test
    void a_mistake_that_an_even_factor_wipes_out_is_forgiven_and_still_a_mistake() {
        ArithmeticTask task = task(2, 0.55);
        Problem problem =
                new Problem(
                        new ProblemId("3+4*5*2"),
                        "Ann's dial is at 3: up 4, times 5, times 2. Even or odd?\n",
                        "even",
                        Optional.empty(),
                        Problem.ONE_GROUP,
                        "{}");
        String response = "3+4=7\n7*5=6\n6*2=2\nA: even";

        assertEquals(new Verdict.Correct("even", "A:"), verdict(task, problem, response));
        assertEquals(1, task.correctSteps(problem, response));
    }

    @Test
    void a_position_is_no_answer_where_parity_is_asked_for() {
        ArithmeticTask task = task(2, 0);
        Problem problem = task.problems(Split.TEST, 1, SEED).getFirst();

        for (String response : List.of("A: 4", "A: Even", "A: even.", "even", "A: odd\n3+4=7")) {
            assertInstanceOf(Verdict.NoAnswer.class, verdict(task, problem, response), response);
        }
    }

    @Test
    void the_same_moves_are_asked_for_whatever_the_form() {
        assertEquals(ids(task(0, 0.55)), ids(task(2, 0.55)));
        assertNotEquals(task(2, 0.55).fingerprint(), task(3, 0.55).fingerprint());
    }

    @Test
    void classes_that_no_answer_can_tell_apart_are_refused_with_what_to_write() {
        String many = refused(Map.of("modulus", 7, "answer_classes", 8));
        assertTrue(many.contains("'answer_classes' is 8, but 'modulus', 7,"), many);
        assertTrue(many.contains("write at most 7, or raise 'modulus'"), many);

        String one = refused(Map.of("answer_classes", 1));
        assertTrue(one.contains("'answer_classes' is 1, with which every answer is correct"), one);

        String word = refused(Map.of("answer_classes", "two"));
        assertTrue(word.contains("'answer_classes' must be a whole number from 0 to 1000"), word);
    }

    private static String refused(Map<String, Object> options) {
        return assertThrows(
                        TaskException.class,
                        () ->
                                Tasks.create(
                                        "arithmetic",
                                        "",
                                        options,
                                        () -> {
                                            throw new AssertionError("no worker is needed");
                                        }))
                .getMessage();
    }

    private static List<ProblemId> ids(ArithmeticTask task) {
        return task.problems(Split.TEST, 50, SEED).stream().map(Problem::id).toList();
    }

    private static ArithmeticTask task(int classes, double error) {
        return new ArithmeticTask(
                new ArithmeticTask.Options(4, 7, 10, error, new AnswerForm(classes)));
    }

    private static Verdict verdict(ArithmeticTask task, Problem problem, String response) {
        Outcome outcome = task.grader().grade(List.of(new Answered(problem, response))).getFirst();
        return assertInstanceOf(Outcome.Graded.class, outcome).verdict();
    }
}
