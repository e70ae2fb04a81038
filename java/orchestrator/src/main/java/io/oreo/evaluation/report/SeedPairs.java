package io.oreo.evaluation.report;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.report.SeedFigures.Row;
import io.oreo.evaluation.statistics.Bootstrap;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.Permutation;
import io.oreo.evaluation.statistics.Spread;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which evaluations are compared over several seeds, and how. */
final class SeedPairs {

    private SeedPairs() {}

    /** Two evaluations that are compared. */
    record Pair(Row first, Row second) {}

    /**
     * A comparison over the attempts of all seeds.
     *
     * @param attempts problems times seeds
     * @param difference mean of the first minus mean of the second; bootstrap interval over
     *     problems
     * @param up attempts that only the first solves
     * @param down attempts that only the second solves
     * @param p two-sided p-value of {@code test}
     * @param test {@code mcnemar} where no problem stands in two seeds; else {@code permutation},
     *     by problem, for attempts at one problem are not independent
     */
    record Paired(int attempts, Interval difference, int up, int down, double p, String test) {}

    /** Differences at one problem: one a seed that has it. */
    private record Cluster(List<Integer> differences) {
        double mean() {
            return differences.stream().mapToInt(Integer::intValue).average().orElse(0);
        }
    }

    /**
     * In each iteration the main policy against its start and its rivals, search by search; each
     * rival against the start, greedy; then each search against greedy decoding of its policy.
     */
    static List<Pair> of(List<Row> rows, List<List<String>> trainings) {
        Set<Pair> pairs = new LinkedHashSet<>();
        Set<String> strategies =
                rows.stream()
                        .map(row -> row.first().strategy())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        for (int iteration = 1; iteration < trainings.size(); iteration++) {
            String start = trainings.get(iteration - 1).getFirst();
            String main = trainings.get(iteration).getFirst();
            List<String> rivals = trainings.get(iteration).stream().skip(1).toList();
            for (String strategy : strategies) {
                Stream.concat(Stream.of(start), rivals.stream())
                        .forEach(other -> add(pairs, rows, main, other, strategy));
            }
            rivals.forEach(rival -> add(pairs, rows, rival, start, "greedy"));
        }
        for (Row row : rows) {
            if (!row.first().greedy()) {
                find(rows, row.first().policy(), "greedy")
                        .ifPresent(greedy -> pairs.add(new Pair(row, greedy)));
            }
        }
        return List.copyOf(pairs);
    }

    private static void add(
            Set<Pair> pairs, List<Row> rows, String first, String second, String strategy) {
        Optional<Row> ours = find(rows, first, strategy);
        Optional<Row> theirs = find(rows, second, strategy);
        if (ours.isPresent() && theirs.isPresent()) {
            pairs.add(new Pair(ours.get(), theirs.get()));
        }
    }

    private static Optional<Row> find(List<Row> rows, String policy, String strategy) {
        return rows.stream()
                .filter(
                        row ->
                                row.first().policy().equals(policy)
                                        && row.first().strategy().equals(strategy))
                .findFirst();
    }

    /** Compares attempt by attempt, problem by problem. */
    static Paired compare(Pair pair, Seed seed) {
        Map<ProblemId, Cluster> clusters = new LinkedHashMap<>();
        for (int i = 0; i < pair.first().perSeed().size(); i++) {
            differences(pair, i)
                    .forEach(
                            (problem, difference) ->
                                    clusters.computeIfAbsent(
                                                    problem, _ -> new Cluster(new ArrayList<>()))
                                            .differences()
                                            .add(difference));
        }
        List<Integer> all =
                clusters.values().stream().flatMap(c -> c.differences().stream()).toList();
        double[] byProblem = clusters.values().stream().mapToDouble(Cluster::mean).toArray();
        int up = (int) all.stream().filter(difference -> difference > 0).count();
        int down = (int) all.stream().filter(difference -> difference < 0).count();
        Seed own = seed.child(pair.first().first().name() + " / " + pair.second().first().name());
        boolean apart = all.size() == clusters.size();
        return new Paired(
                all.size(),
                Bootstrap.mean(byProblem, own.child("bootstrap")),
                up,
                down,
                apart
                        ? PairedComparison.mcNemar(up, down)
                        : Permutation.p(byProblem, own.child("permutation")),
                apart ? "mcnemar" : "permutation");
    }

    /** The difference of accuracies in each run. */
    static Spread overSeeds(Pair pair) {
        double[] differences = new double[pair.first().perSeed().size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] =
                    differences(pair, i).values().stream()
                            .mapToInt(Integer::intValue)
                            .average()
                            .orElse(0);
        }
        return Spread.of(differences);
    }

    /** First minus second, 1, 0 or -1, at the problems that both have tried in one run. */
    private static Map<ProblemId, Integer> differences(Pair pair, int run) {
        Map<ProblemId, Boolean> theirs = new LinkedHashMap<>();
        for (ProblemResult result : pair.second().perSeed().get(run).results()) {
            theirs.put(result.problem(), result.right());
        }
        Map<ProblemId, Integer> differences = new LinkedHashMap<>();
        for (ProblemResult result : pair.first().perSeed().get(run).results()) {
            Boolean other = theirs.get(result.problem());
            if (other != null) {
                differences.put(result.problem(), (result.right() ? 1 : 0) - (other ? 1 : 0));
            }
        }
        return differences;
    }
}
