package io.oreo.evaluation.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.ValueRanking;
import io.oreo.evaluation.statistics.ValueRanking.Point;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well the change of a score over a step, its advantage, tells the first incorrect step from
 * correct ones. Steps after the first incorrect one have no label and are left out.
 *
 * @param incorrectAttempts attempts with a labelled first incorrect step
 * @param changeAtIncorrect mean change over the first incorrect steps
 * @param changeAtCorrect mean change over correct steps
 * @param within AUC within a problem over pairs of a correct step and a first incorrect one;
 *     interval over problems
 * @param located share of the incorrect attempts of two or more steps whose largest drop is at the
 *     first incorrect step
 * @param chance the same for a step that is drawn
 */
public record StepFigures(
        @JsonProperty("attempts") int incorrectAttempts,
        @JsonProperty("change") double changeAtIncorrect,
        @JsonProperty("change_of_right") double changeAtCorrect,
        @JsonProperty("auc_within_problem") Interval within,
        double located,
        double chance) {

    static Optional<StepFigures> of(List<ProbedAttempt> attempts, int source, Seed seed) {
        List<ProbedAttempt> labelled =
                attempts.stream().filter(attempt -> attempt.correctSteps().isPresent()).toList();
        List<ProbedAttempt> incorrect =
                labelled.stream()
                        .filter(attempt -> attempt.correctSteps().getAsInt() < attempt.steps())
                        .toList();
        if (incorrect.isEmpty()) {
            return Optional.empty();
        }
        List<List<Point>> points =
                ProbeFigures.byProblem(labelled, attempt -> points(attempt, source));
        List<ProbedAttempt> choices = incorrect.stream().filter(each -> each.steps() > 1).toList();
        return Optional.of(
                new StepFigures(
                        incorrect.size(),
                        mean(points, false),
                        mean(points, true),
                        ValueRanking.of(points, seed).within(),
                        choices.stream()
                                .mapToDouble(
                                        each -> each.isFirstIncorrect(fall(each, source)) ? 1 : 0)
                                .average()
                                .orElse(Double.NaN),
                        choices.stream()
                                .mapToDouble(each -> 1.0 / each.steps())
                                .average()
                                .orElse(Double.NaN)));
    }

    /** Changes over the correct steps and over the first incorrect one. */
    private static List<Point> points(ProbedAttempt attempt, int source) {
        List<Point> points = new ArrayList<>();
        int correct = attempt.correctSteps().orElseThrow();
        for (int step = 0; step <= correct && step < attempt.steps(); step++) {
            points.add(new Point(attempt.change(source, step), step < correct));
        }
        return points;
    }

    private static double mean(List<List<Point>> points, boolean correct) {
        return points.stream()
                .flatMap(List::stream)
                .filter(point -> point.correct() == correct)
                .mapToDouble(Point::value)
                .average()
                .orElse(Double.NaN);
    }

    /** The step over which the score drops most, the first of equals. */
    private static int fall(ProbedAttempt attempt, int source) {
        return IntStream.range(0, attempt.steps())
                .boxed()
                .min((a, b) -> Double.compare(attempt.change(source, a), attempt.change(source, b)))
                .orElseThrow();
    }
}
