package io.oreo.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.grading.Grader.Answered;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerGraderTest {

    @Test
    void without_a_second_stage_an_open_answer_counts_as_incorrect_and_says_so() {
        List<Outcome> outcomes =
                Graders.math()
                        .grade(
                                List.of(
                                        answered("x^2+2x+1", "\\boxed{(x+1)^2}"),
                                        answered("1/2", "\\boxed{0.5}"),
                                        answered("7", "Nobody told me which one to take, so no.")));
        assertEquals(
                List.of(
                        new Verdict.Incorrect("(x+1)^2", "\\boxed (unsure)"),
                        new Verdict.Correct("0.5", "\\boxed"),
                        new Verdict.NoAnswer("no answer was found")),
                outcomes.stream().map(each -> ((Outcome.Graded) each).verdict()).toList());
    }

    @Test
    void the_second_stage_is_asked_once_and_for_open_answers_only() {
        List<List<HardAnswers.Pair>> calls = new ArrayList<>();
        Grader grader = Graders.math(new Recorded(calls));
        List<Outcome> outcomes =
                grader.grade(
                        List.of(
                                answered("x^2+2x+1", "\\boxed{(x+1)^2}"),
                                answered("5", "\\boxed{5}"),
                                answered("y", "\\boxed{x+z}")));
        assertEquals(
                List.of(
                        List.of(
                                new HardAnswers.Pair("(x+1)^2", "x^2+2x+1"),
                                new HardAnswers.Pair("x+z", "y"))),
                calls);
        assertEquals(
                List.of("correct", "correct", "timed-out"),
                outcomes.stream().map(each -> ((Outcome.Graded) each).verdict().label()).toList());
        assertEquals("math/4+recorded/1", grader.name());
    }

    /** The last box alone, and all boxes of its sentence: whichever is correct counts. */
    @Test
    void boxes_of_one_sentence_are_read_alone_and_together() {
        List<List<HardAnswers.Pair>> calls = new ArrayList<>();
        List<Outcome> outcomes =
                Graders.math(new Recorded(calls))
                        .grade(
                                List.of(
                                        answered(
                                                "(3, 3), (1, 1)",
                                                "\\boxed{(3, 3)} \\text{ for part (a) and }"
                                                        + " \\boxed{(1, 1)}"),
                                        answered("3", "as \\boxed{4} gives \\boxed{3}"),
                                        answered("4, 3", "it is \\boxed{4}. So \\boxed{3}"),
                                        answered(
                                                "x^2+2x+1",
                                                "as \\boxed{y} gives \\boxed{(x+1)^2}")));
        assertEquals(
                List.of("correct", "correct", "wrong", "correct"),
                outcomes.stream().map(each -> ((Outcome.Graded) each).verdict().label()).toList());
        assertTrue(
                calls.getFirst().contains(new HardAnswers.Pair("(x+1)^2", "x^2+2x+1")),
                calls::toString);
    }

    private static Answered answered(String reference, String response) {
        return new Answered(
                new Problem(
                        new ProblemId("p"),
                        "?",
                        reference,
                        Optional.empty(),
                        Problem.ONE_GROUP,
                        "{}"),
                response);
    }

    /** Says SAME first and TIMED_OUT afterwards. */
    private record Recorded(List<List<HardAnswers.Pair>> calls) implements HardAnswers {

        private static final Pair SQUARE = new Pair("(x+1)^2", "x^2+2x+1");

        @Override
        public String name() {
            return "recorded/1";
        }

        @Override
        public List<AnswerMatch> compare(List<Pair> pairs) {
            calls.add(pairs);
            List<AnswerMatch> matches = new ArrayList<>();
            for (Pair pair : pairs) {
                matches.add(pair.equals(SQUARE) ? AnswerMatch.SAME : AnswerMatch.TIMED_OUT);
            }
            return matches;
        }
    }
}
