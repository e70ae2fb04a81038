package io.oreo.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.grading.Grader.Answered;
import io.oreo.task.ArithmeticTask.AnswerForm;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Verdict;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArithmeticTaskTest {

    private static final Seed SEED = new Seed(7);
    private static final ArithmeticTask TASK =
            new ArithmeticTask(new ArithmeticTask.Options(4, 7, 10, 0.55, AnswerForm.POSITION));

    @Test
    void no_question_is_in_two_splits_or_twice_in_one_even_over_seeds() {
        Set<String> elsewhere = new HashSet<>();
        for (Split split : Split.values()) {
            Set<String> here = new HashSet<>();
            for (long seed = 1; seed <= 3; seed++) {
                List<String> questions =
                        TASK.problems(split, 4000, new Seed(seed)).stream()
                                .map(ArithmeticTaskTest::formula)
                                .toList();
                assertEquals(4000, new HashSet<>(questions).size());
                here.addAll(questions);
            }
            assertTrue(here.stream().noneMatch(elsewhere::contains), "shared by " + split);
            elsewhere.addAll(here);
        }
    }

    @Test
    void the_reference_answer_is_what_the_words_say() {
        for (Problem problem : TASK.problems(Split.TEST, 2000, SEED)) {
            assertEquals(problem.id().value(), formula(problem));
            assertEquals(problem.referenceAnswer(), Integer.toString(readWords(problem)));
        }
    }

    @Test
    void a_smaller_count_gives_the_beginning_of_a_larger_one() {
        List<Problem> many = TASK.problems(Split.ROLLOUT, 300, SEED);

        assertEquals(many.subList(0, 100), TASK.problems(Split.ROLLOUT, 100, SEED));
        assertNotEquals(many, TASK.problems(Split.ROLLOUT, 300, new Seed(8)));
    }

    @Test
    void the_teacher_errs_in_the_stated_share_of_products_and_nowhere_else() {
        int products = 0;
        int wrong = 0;
        for (Problem problem : TASK.problems(Split.DEMONSTRATION, 2000, SEED)) {
            for (String line : problem.solution().orElseThrow().lines().toList()) {
                if (line.startsWith("A: ")) {
                    continue;
                }
                int off = off(line);
                if (line.contains("*")) {
                    products++;
                    wrong += off;
                }
                assertTrue(off == 0 || (off == 1 && line.contains("*")), line);
            }
        }
        assertEquals(0.55, wrong / (double) products, 0.03);
    }

    @Test
    void a_solution_takes_one_line_a_step_and_each_goes_on_from_the_last() {
        Chain chain =
                new Chain(
                        3,
                        List.of(
                                new Chain.Move(Chain.Kind.ADD, 4),
                                new Chain.Move(Chain.Kind.MULTIPLY, 5),
                                new Chain.Move(Chain.Kind.SUBTRACT, 8)),
                        10);

        assertEquals(7, chain.answer());
        assertEquals(
                "3+4=7\n7*5=5\n5-8=7\nA: 7",
                new ErringTeacher(0, AnswerForm.POSITION).solution(chain, SEED.random()));
        assertEquals(
                "3+4=7\n7*5=6\n6-8=8\nA: 8",
                new ErringTeacher(1, AnswerForm.POSITION).solution(chain, SEED.random()));
    }

    @Test
    void only_demonstrations_carry_a_solution() {
        for (Split split : Split.values()) {
            boolean demonstrated = split == Split.DEMONSTRATION;
            assertTrue(
                    TASK.problems(split, 20, SEED).stream()
                            .allMatch(problem -> problem.solution().isPresent() == demonstrated));
        }
    }

    @Test
    void prompts_and_solutions_are_short() {
        double prompt = 0;
        for (Problem problem : TASK.problems(Split.DEMONSTRATION, 1000, SEED)) {
            prompt += problem.prompt().length() / 1000.0;
            assertTrue(problem.prompt().length() <= 90, problem.prompt());
            assertTrue(problem.solution().orElseThrow().length() <= 47);
        }
        assertTrue(prompt < 65, "mean length " + prompt);
    }

    @Test
    void a_correct_demonstration_is_graded_correct() {
        ArithmeticTask faultless =
                new ArithmeticTask(new ArithmeticTask.Options(4, 7, 10, 0, AnswerForm.POSITION));
        for (Problem problem : faultless.problems(Split.DEMONSTRATION, 50, SEED)) {
            Answered answered = new Answered(problem, problem.solution().orElseThrow());
            Outcome outcome = faultless.grader().grade(List.of(answered)).getFirst();
            assertEquals(
                    new Outcome.Graded(
                            new Verdict.Correct(problem.referenceAnswer(), "A:"),
                            1,
                            "arithmetic/1"),
                    outcome);
        }
    }

    @Test
    void more_questions_than_there_are_is_refused_with_the_number_available() {
        // 3 * (2 + 2 + 1) = 15 questions of one operation modulo 3, so 5 a split.
        ArithmeticTask tiny =
                new ArithmeticTask(new ArithmeticTask.Options(1, 1, 3, 0, AnswerForm.POSITION));

        TaskException refused =
                assertThrows(TaskException.class, () -> tiny.problems(Split.TEST, 50, SEED));

        assertTrue(refused.getMessage().contains("can draw 2 different questions"));
    }

    @Test
    void the_fingerprint_changes_with_the_options() {
        assertNotEquals(
                TASK.fingerprint(),
                new ArithmeticTask(new ArithmeticTask.Options(4, 7, 10, 0.5, AnswerForm.POSITION))
                        .fingerprint());
    }

    private static String formula(Problem problem) {
        return problem.prompt()
                .replaceAll("^.* is at (\\d+):|[,.]|\\s", "$1")
                .replace("up", "+")
                .replace("down", "-")
                .replace("times", "*");
    }

    private static int readWords(Problem problem) {
        String words = problem.prompt().strip();
        int value = Integer.parseInt(words.replaceAll("^.* is at (\\d+):.*$", "$1"));
        for (MatchResult move :
                Pattern.compile("(up|down|times) (\\d+)").matcher(words).results().toList()) {
            int operand = Integer.parseInt(move.group(2));
            value =
                    switch (move.group(1)) {
                        case "up" -> value + operand;
                        case "down" -> value - operand;
                        default -> value * operand;
                    };
            value = (value + 100) % 10;
        }
        return value;
    }

    /** How much too high the result of a line like {@code 7*5=6} is, modulo 10. */
    private static int off(String line) {
        int[] numbers = Arrays.stream(line.split("[-+*=]")).mapToInt(Integer::parseInt).toArray();
        int right =
                line.contains("+")
                        ? numbers[0] + numbers[1]
                        : line.contains("*") ? numbers[0] * numbers[1] : numbers[0] - numbers[1];
        return (numbers[2] - right + 100) % 10;
    }
}
