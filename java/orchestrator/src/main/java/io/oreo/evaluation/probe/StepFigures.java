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
 * How well the change of a score over a step, its advantage, tells the first wrong step from right
 * ones. Steps after the first wrong one have no label and are left out.
 *
 * @param wrongAttempts attempts with a labelled first wrong step
 * @param changeAtWrong mean change over the first wrong steps
 * @param changeAtRight mean change over right steps
 * @param within AUC within a problem over pairs of a right step and a first wrong one; interval
 *     over problems
 * @param located share of the wrong attempts of two or more steps whose largest fall is at the
 *     first wrong step
 * @param chance the same for a step that is drawn
 */
public record StepFigures(
        @JsonProperty("attempts") int wrongAttempts,
        @JsonProperty("change") double changeAtWrong,
        @JsonProperty("change_of_right") double changeAtRight,
        @JsonProperty("auc_within_problem") Interval within,
        double located,
        double chance) {

    static Optional<StepFigures> of(List<ProbedAttempt> attempts, int source, Seed seed) {
        List<ProbedAttempt> labelled =
                attempts.stream().filter(attempt -> attempt.rightSteps().isPresent()).toList();
        List<ProbedAttempt> wrong =
                labelled.stream()
                        .filter(attempt -> attempt.rightSteps().getAsInt() < attempt.steps())
                        .toList();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        List<List<Point>> points =
                ProbeFigures.byProblem(labelled, attempt -> points(attempt, source));
        List<ProbedAttempt> choices = wrong.stream().filter(each -> each.steps() > 1).toList();
        return Optional.of(
                new StepFigures(
                        wrong.size(),
                        mean(points, false),
                        mean(points, true),
                        ValueRanking.of(points, seed).within(),
                        choices.stream()
                                .mapToDouble(each -> each.isFirstWrong(fall(each, source)) ? 1 : 0)
                                .average()
                                .orElse(Double.NaN),
                        choices.stream()
                                .mapToDouble(each -> 1.0 / each.steps())
                                .average()
                                .orElse(Double.NaN)));
    }

    /** Changes over the right steps and over the first wrong one. */
    private static List<Point> points(ProbedAttempt attempt, int source) {
        List<Point> points = new ArrayList<>();
        int right = attempt.rightSteps().orElseThrow();
        for (int step = 0; step <= right && step < attempt.steps(); step++) {
            points.add(new Point(attempt.change(source, step), step < right));
        }
        return points;
    }

    private static double mean(List<List<Point>> points, boolean right) {
        return points.stream()
                .flatMap(List::stream)
                .filter(point -> point.right() == right)
                .mapToDouble(Point::value)
                .average()
                .orElse(Double.NaN);
    }

    /** The step over which the score falls most, the first of equals. */
    private static int fall(ProbedAttempt attempt, int source) {
        return IntStream.range(0, attempt.steps())
                .boxed()
                .min((a, b) -> Double.compare(attempt.change(source, a), attempt.change(source, b)))
                .orElseThrow();
    }
}
