package io.oreo.evaluation.report;

import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All figures of a report.
 *
 * @param evaluations one line an evaluation; one without results has none
 * @param comparisons paired comparisons
 * @param critics how well values rank, one line for each evaluation that valued whole attempts
 * @param probes what critics and policies say of sampled attempts
 */
record Figures(
        List<Line> evaluations,
        List<Comparison> comparisons,
        List<CriticLine> critics,
        List<ProbeFigures> probes) {

    /**
     * An evaluation in figures.
     *
     * @param graderFailures answers that the grader failed on; they count as no answer
     * @param groups the same for each group of problems
     */
    record Line(
            EvaluationResult evaluation,
            Share right,
            long noAnswer,
            long timedOut,
            long graderFailures,
            double meanTokens,
            Map<String, Share> groups) {}

    /** How many of how many, with Wilson's interval. */
    record Share(long correct, int count, Interval accuracy) {

        static Share of(List<ProblemResult> results) {
            long correct = results.stream().filter(ProblemResult::right).count();
            return new Share(correct, results.size(), Interval.wilson(correct, results.size()));
        }
    }

    /**
     * Two evaluations on the same problems.
     *
     * @param what {@code training}, two policies; or {@code search}, two searches with one policy
     * @param pHolm McNemar's p-value corrected for all comparisons of the report at once
     */
    record Comparison(
            String what,
            EvaluationResult first,
            EvaluationResult second,
            PairedComparison paired,
            double pHolm) {}

    static Figures of(ReportInput input) {
        Seed seed = new Seed(input.seed()).child("report");
        List<Pairs.Compared> compared = Pairs.of(input, seed.child("comparisons"));
        List<CriticLine> critics =
                input.evaluations().stream()
                        .filter(CriticLine::applies)
                        .map(e -> CriticLine.of(e, seed.child("critic").child(e.name())))
                        .toList();
        double[] corrected =
                PairedComparison.holm(
                        Stream.concat(
                                        compared.stream().map(c -> c.paired().p()),
                                        critics.stream().map(CriticLine::gainP))
                                .mapToDouble(Double::doubleValue)
                                .toArray());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            Pairs.Compared c = compared.get(i);
            comparisons.add(
                    new Comparison(c.what(), c.first(), c.second(), c.paired(), corrected[i]));
        }
        List<CriticLine> lines = new ArrayList<>();
        for (int i = 0; i < critics.size(); i++) {
            lines.add(critics.get(i).withHolm(corrected[compared.size() + i]));
        }
        return new Figures(
                input.evaluations().stream()
                        .filter(evaluation -> !evaluation.results().isEmpty())
                        .map(Figures::line)
                        .toList(),
                comparisons,
                lines,
                ProbePart.figures(input, seed.child("probes")));
    }

    private static Line line(EvaluationResult evaluation) {
        List<ProblemResult> results = evaluation.results();
        Map<String, Share> groups = new TreeMap<>();
        byGroup(results).forEach((group, own) -> groups.put(group, Share.of(own)));
        return new Line(
                evaluation,
                Share.of(results),
                count(results, "no-answer"),
                count(results, "timed-out"),
                results.stream().map(ProblemResult::answer).filter(AttemptResult::failed).count(),
                results.stream().mapToLong(ProblemResult::tokensSpent).average().orElse(0),
                groups);
    }

    /** Results by their problem's group. */
    static SortedMap<String, List<ProblemResult>> byGroup(List<ProblemResult> results) {
        return results.stream()
                .collect(
                        Collectors.groupingBy(
                                ProblemResult::group, TreeMap::new, Collectors.toList()));
    }

    private static long count(List<ProblemResult> results, String verdict) {
        return results.stream().filter(r -> r.answer().verdict().label().equals(verdict)).count();
    }
}
