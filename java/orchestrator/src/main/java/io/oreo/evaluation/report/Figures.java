package io.oreo.evaluation.report;

import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Bootstrap;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.ValueRanking;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All figures of a report.
 *
 * @param evaluations one line an evaluation
 * @param comparisons paired comparisons, corrected together
 * @param critics how well values rank, one line for each evaluation that valued whole attempts
 */
record Figures(List<Line> evaluations, List<Comparison> comparisons, List<CriticLine> critics) {

    private static final String GREEDY = "greedy";

    /** An evaluation in figures. */
    record Line(
            EvaluationResult evaluation,
            long correct,
            Interval accuracy,
            long noAnswer,
            long timedOut,
            double meanTokens) {}

    /** Two evaluations on the same problems; {@code pHolm} holds for all comparisons at once. */
    record Comparison(
            String what, String first, String second, PairedComparison paired, double pHolm) {}

    /**
     * A critic on the attempts of a policy.
     *
     * @param bestOf accuracy of the attempt of highest value among the first k, by k
     * @param gain accuracy of the highest value among all, minus the mean accuracy of the attempts
     */
    record CriticLine(
            EvaluationResult evaluation,
            ValueRanking ranking,
            Map<Integer, Double> bestOf,
            Interval gain) {}

    static Figures of(ReportInput input) {
        Seed seed = new Seed(input.seed()).child("report");
        return new Figures(
                input.evaluations().stream().map(Figures::line).toList(),
                comparisons(input, seed.child("comparisons")),
                input.evaluations().stream()
                        .filter(evaluation -> evaluation.strategy().startsWith("best-of-"))
                        .map(evaluation -> critic(evaluation, seed.child(evaluation.name())))
                        .toList());
    }

    private static Line line(EvaluationResult evaluation) {
        List<ProblemResult> results = evaluation.results();
        long correct = results.stream().filter(ProblemResult::right).count();
        return new Line(
                evaluation,
                correct,
                Interval.wilson(correct, results.size()),
                count(results, "no-answer"),
                count(results, "timed-out"),
                results.stream().mapToLong(ProblemResult::tokensSpent).average().orElse(0));
    }

    private static long count(List<ProblemResult> results, String verdict) {
        return results.stream().filter(r -> r.answer().verdict().label().equals(verdict)).count();
    }

    private record Pair(String what, EvaluationResult first, EvaluationResult second) {}

    private static List<Comparison> comparisons(ReportInput input, Seed seed) {
        List<Pair> pairs = new ArrayList<>();
        addTrainings(input, pairs);
        addSearches(input, pairs);
        List<PairedComparison> compared = new ArrayList<>();
        for (Pair pair : pairs) {
            compared.add(
                    PairedComparison.of(
                            pair.first().right(),
                            pair.second().right(),
                            seed.child(pair.first().name() + "/" + pair.second().name())));
        }
        double[] corrected =
                PairedComparison.holm(compared.stream().mapToDouble(PairedComparison::p).toArray());
        List<Comparison> lines = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            Pair pair = pairs.get(i);
            lines.add(
                    new Comparison(
                            pair.what(),
                            pair.first().name(),
                            pair.second().name(),
                            compared.get(i),
                            corrected[i]));
        }
        return lines;
    }

    /** Each iteration's main policy against the one it started from and against its rivals. */
    private static void addTrainings(ReportInput input, List<Pair> pairs) {
        for (int iteration = 1; iteration < input.trainings().size(); iteration++) {
            List<String> trained = input.trainings().get(iteration);
            Optional<EvaluationResult> main = greedy(input, trained.getFirst());
            List<String> others = new ArrayList<>();
            others.add(input.trainings().get(iteration - 1).getFirst());
            others.addAll(trained.subList(1, trained.size()));
            for (String other : others) {
                main.ifPresent(
                        first ->
                                greedy(input, other)
                                        .ifPresent(
                                                second ->
                                                        pairs.add(
                                                                new Pair(
                                                                        "training",
                                                                        first,
                                                                        second))));
            }
        }
    }

    private static void addSearches(ReportInput input, List<Pair> pairs) {
        for (EvaluationResult evaluation : input.evaluations()) {
            if (!evaluation.strategy().equals(GREEDY)) {
                greedy(input, evaluation.policy())
                        .ifPresent(greedy -> pairs.add(new Pair("search", evaluation, greedy)));
            }
        }
    }

    private static Optional<EvaluationResult> greedy(ReportInput input, String policy) {
        return input.evaluations().stream()
                .filter(e -> e.policy().equals(policy) && e.strategy().equals(GREEDY))
                .findFirst();
    }

    private static CriticLine critic(EvaluationResult evaluation, Seed seed) {
        List<List<ValueRanking.Point>> points =
                evaluation.results().stream()
                        .map(result -> result.attempts().stream().map(Figures::point).toList())
                        .toList();
        double[] gains =
                evaluation.results().stream()
                        .mapToDouble(
                                result ->
                                        (best(result, result.attempts().size()) ? 1 : 0)
                                                - share(result))
                        .toArray();
        int most = evaluation.results().stream().mapToInt(r -> r.attempts().size()).max().orElse(0);
        Map<Integer, Double> bestOf = new TreeMap<>();
        for (int k = 1; k <= most; k *= 2) {
            int attempts = k;
            bestOf.put(
                    k,
                    evaluation.results().stream()
                            .mapToDouble(result -> best(result, attempts) ? 1 : 0)
                            .average()
                            .orElse(0));
        }
        return new CriticLine(
                evaluation,
                ValueRanking.of(points, seed.child("auc")),
                bestOf,
                Bootstrap.mean(gains, seed.child("gain")));
    }

    private static ValueRanking.Point point(AttemptResult attempt) {
        return new ValueRanking.Point(attempt.value().orElseThrow(), attempt.right());
    }

    /** Whether the first of the highest values among the first k attempts is right. */
    private static boolean best(ProblemResult result, int k) {
        return result.attempts().stream()
                .limit(k)
                .max(
                        Comparator.comparing(
                                        (AttemptResult a) ->
                                                a.finishReason() == FinishReason.END_TOKEN)
                                .thenComparingDouble(a -> a.value().orElseThrow())
                                .thenComparing(AttemptResult::order, Comparator.reverseOrder()))
                .map(AttemptResult::right)
                .orElse(false);
    }

    private static double share(ProblemResult result) {
        return result.attempts().stream().mapToDouble(a -> a.right() ? 1 : 0).average().orElse(0);
    }
}
