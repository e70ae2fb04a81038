package io.oreo.evaluation.report;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.report.Figures.Share;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.Spread;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Figures over several runs that differ in their seed only.
 *
 * @param rows one an evaluation that every seed has made
 * @param tests paired comparisons, each over the attempts of all seeds
 * @param critics how well values rank, for evaluations that valued whole attempts
 * @param probes what critics and policies say of sampled attempts
 */
record SeedFigures(
        List<Row> rows, List<Test> tests, List<Ranking> critics, List<SeedProbes> probes) {

    /**
     * An evaluation.
     *
     * @param perSeed the same evaluation in each run, in the order of the seeds
     * @param all over all problems
     * @param groups the same for each group of problems that every seed has
     * @param meanTokens tokens a problem
     */
    record Row(
            EvaluationResult first,
            List<EvaluationResult> perSeed,
            Accuracy all,
            SortedMap<String, Accuracy> groups,
            double meanTokens) {}

    /**
     * How many were right.
     *
     * @param shares in each run, in the order of the seeds
     * @param pooled in all of them together
     * @param overSeeds mean and spread of the accuracies
     */
    record Accuracy(List<Share> shares, Share pooled, Spread overSeeds) {

        static Accuracy of(List<List<ProblemResult>> perSeed) {
            List<Share> shares = perSeed.stream().map(Share::of).toList();
            return new Accuracy(
                    shares,
                    Share.of(perSeed.stream().flatMap(List::stream).toList()),
                    spread(shares, share -> share.accuracy().estimate()));
        }
    }

    /**
     * Two evaluations on the same problems.
     *
     * @param paired over the problems of all seeds
     * @param overSeeds mean and spread of the difference, one figure a seed
     * @param pHolm p-value that holds for all tests of the table at once
     */
    record Test(
            EvaluationResult first,
            EvaluationResult second,
            SeedPairs.Paired paired,
            Spread overSeeds,
            double pHolm) {}

    /** AUC of values within a problem, mean and spread over the seeds that have one. */
    record Ranking(EvaluationResult first, Spread within, Spread pooled) {}

    /** Works the figures out of runs with the same trainings, at least one. */
    static SeedFigures of(List<ReportInput> runs) {
        Seed seed = new Seed(runs.getFirst().seed()).child("compare");
        List<Row> rows =
                runs.getFirst().evaluations().stream()
                        .map(evaluation -> row(evaluation.name(), runs))
                        .flatMap(Optional::stream)
                        .toList();
        return new SeedFigures(
                rows,
                tests(rows, runs.getFirst().trainings(), seed),
                critics(rows, seed),
                SeedProbes.of(runs, seed));
    }

    private static Optional<Row> row(String name, List<ReportInput> runs) {
        List<EvaluationResult> perSeed =
                runs.stream()
                        .flatMap(run -> run.evaluations().stream())
                        .filter(each -> each.name().equals(name) && !each.results().isEmpty())
                        .toList();
        if (perSeed.size() < runs.size()) {
            return Optional.empty();
        }
        List<List<ProblemResult>> results =
                perSeed.stream().map(EvaluationResult::results).toList();
        return Optional.of(
                new Row(
                        perSeed.getFirst(),
                        perSeed,
                        Accuracy.of(results),
                        groups(results),
                        results.stream()
                                .flatMap(List::stream)
                                .mapToLong(ProblemResult::tokensSpent)
                                .average()
                                .orElse(0)));
    }

    private static SortedMap<String, Accuracy> groups(List<List<ProblemResult>> perSeed) {
        List<SortedMap<String, List<ProblemResult>>> grouped =
                perSeed.stream().map(Figures::byGroup).toList();
        SortedMap<String, Accuracy> accuracies = new TreeMap<>();
        for (String group : grouped.getFirst().keySet()) {
            if (grouped.stream().allMatch(each -> each.containsKey(group))) {
                accuracies.put(
                        group,
                        Accuracy.of(
                                grouped.stream()
                                        .map(each -> each.getOrDefault(group, List.of()))
                                        .toList()));
            }
        }
        return accuracies;
    }

    private static List<Test> tests(List<Row> rows, List<List<String>> trainings, Seed seed) {
        List<SeedPairs.Pair> pairs = SeedPairs.of(rows, trainings);
        List<SeedPairs.Paired> paired =
                pairs.stream().map(pair -> SeedPairs.compare(pair, seed)).toList();
        double[] corrected =
                PairedComparison.holm(paired.stream().mapToDouble(SeedPairs.Paired::p).toArray());
        List<Test> tests = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            SeedPairs.Pair pair = pairs.get(i);
            tests.add(
                    new Test(
                            pair.first().first(),
                            pair.second().first(),
                            paired.get(i),
                            SeedPairs.overSeeds(pair),
                            corrected[i]));
        }
        return tests;
    }

    private static List<Ranking> critics(List<Row> rows, Seed seed) {
        List<Ranking> rankings = new ArrayList<>();
        for (Row row : rows) {
            List<CriticLine> lines =
                    row.perSeed().stream()
                            .filter(CriticLine::applies)
                            .map(e -> CriticLine.of(e, seed.child("critic").child(e.name())))
                            .filter(line -> line.ranking().pairs() > 0)
                            .toList();
            if (!lines.isEmpty()) {
                rankings.add(
                        new Ranking(
                                row.first(),
                                spread(lines, line -> line.ranking().within().estimate()),
                                spread(lines, line -> line.ranking().pooled())));
            }
        }
        return rankings;
    }

    private static <T> Spread spread(List<T> items, ToDoubleFunction<T> figure) {
        return Spread.of(items.stream().mapToDouble(figure).toArray());
    }
}
