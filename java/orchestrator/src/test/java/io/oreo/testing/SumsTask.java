package io.oreo.testing;

import io.oreo.grading.Grader;
import io.oreo.task.Split;
import io.oreo.task.Task;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.StepRule;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Sums of three numbers, answered in two lines; see {@link Script.Sums}. */
public record SumsTask() implements Task {

    @Override
    public String name() {
        return "sums";
    }

    @Override
    public List<Problem> problems(Split split, int count, Seed seed) {
        return IntStream.range(0, count)
                .mapToObj(n -> problem(split, n, seed.child(split.label()).child(n).random()))
                .toList();
    }

    private static Problem problem(Split split, int number, SplittableRandom random) {
        int[] addends = random.ints(3, 1, 10).toArray();
        int sum = addends[0] + addends[1];
        String answer = Integer.toString(sum + addends[2]);
        return new Problem(
                new ProblemId("%s-%d".formatted(split.label(), number)),
                "%d+%d+%d\n".formatted(addends[0], addends[1], addends[2]),
                answer,
                split == Split.DEMONSTRATION ? Optional.of(sum + "\n" + answer) : Optional.empty(),
                number % 2 == 0 ? "even" : "odd",
                "{}");
    }

    @Override
    public StepRule stepRule() {
        return new StepRule(List.of("\n"));
    }

    @Override
    public Optional<StepLabels> stepLabels() {
        return Optional.of(
                (problem, response) -> Script.Sums.correctLines(problem.prompt() + response));
    }

    @Override
    public Grader grader() {
        return new LastLine();
    }

    @Override
    public String fingerprint() {
        return "sums/1";
    }

    /** The last line is the answer. */
    private static final class LastLine implements Grader {

        @Override
        public String name() {
            return "last-line/1";
        }

        @Override
        public List<Outcome> grade(List<Answered> responses) {
            return responses.stream().map(LastLine::outcome).toList();
        }

        private static Outcome outcome(Answered answered) {
            String answer = last(answered.response());
            boolean correct = answer.equals(answered.problem().referenceAnswer());
            Verdict verdict =
                    correct
                            ? new Verdict.Correct(answer, "last line")
                            : new Verdict.Incorrect(answer, "last line");
            return new Outcome.Graded(verdict, correct ? 1 : 0, "last-line/1");
        }

        @Override
        public Optional<String> answer(String response) {
            return Optional.of(last(response));
        }

        private static String last(String response) {
            return response.substring(response.lastIndexOf('\n') + 1);
        }
    }
}
