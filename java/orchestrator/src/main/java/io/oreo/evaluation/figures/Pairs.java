package io.oreo.evaluation.figures;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.Spread;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which evaluations are compared. */
public final class Pairs {

    private final List<Line> lines;
    private final List<List<String>> trainings;
    private final Set<Pair> pairs = new LinkedHashSet<>();

    private Pairs(List<Line> lines, List<List<String>> trainings) {
        this.lines = lines;
        this.trainings = trainings;
    }

    /** Two evaluations, attempt by attempt on the problems that both have tried. */
    public record Pair(Line first, Line second) {

        public String name() {
            return first.evaluation().name() + " / " + second.evaluation().name();
        }

        /** First minus second, 1, 0 or -1, of each common problem in one run. */
        private Map<ProblemId, Integer> differences(int run) {
            Map<ProblemId, Boolean> theirs = new LinkedHashMap<>();
            for (ProblemResult result : second.perSeed().get(run).results()) {
                theirs.put(result.problem(), result.correct());
            }
            Map<ProblemId, Integer> differences = new LinkedHashMap<>();
            for (ProblemResult result : first.perSeed().get(run).results()) {
                Boolean other = theirs.get(result.problem());
                if (other != null) {
                    differences.put(result.problem(), (result.correct() ? 1 : 0) - (other ? 1 : 0));
                }
            }
            return differences;
        }

        private List<Map<ProblemId, Integer>> runs() {
            List<Map<ProblemId, Integer>> runs = new ArrayList<>();
            for (int run = 0; run < first.perSeed().size(); run++) {
                runs.add(differences(run));
            }
            return runs;
        }

        public boolean hasCommonProblems() {
            return runs().stream().noneMatch(Map::isEmpty);
        }

        PairedComparison compare(Seed bootstrap, Seed permutation) {
            Collection<List<Integer>> problems =
                    runs().stream()
                            .flatMap(run -> run.entrySet().stream())
                            .collect(
                                    Collectors.groupingBy(
                                            Map.Entry::getKey,
                                            LinkedHashMap::new,
                                            Collectors.mapping(
                                                    Map.Entry::getValue, Collectors.toList())))
                            .values();
            return PairedComparison.of(problems, bootstrap, permutation);
        }

        /** The difference of accuracies in each run. */
        public Spread overSeeds() {
            return Spread.of(
                    runs().stream()
                            .mapToDouble(
                                    run ->
                                            run.values().stream()
                                                    .mapToInt(Integer::intValue)
                                                    .average()
                                                    .orElse(0))
                            .toArray());
        }
    }

    /**
     * In a run: each iteration's main policy against the one that it started from and against its
     * rivals, and each rival against itself an iteration before, all greedy and all sampled; then
     * each search against greedy decoding with the same policy.
     */
    public static List<Pair> ofRun(List<Line> lines, List<List<String>> trainings) {
        Pairs pairs = new Pairs(lines, trainings);
        for (int iteration = 1; iteration < trainings.size(); iteration++) {
            pairs.addMain(iteration, EvaluationResult::greedy);
            pairs.addRivals(iteration, EvaluationResult::greedy);
            pairs.addMain(iteration, EvaluationResult::sampled);
            pairs.addRivals(iteration, EvaluationResult::sampled);
        }
        return pairs.withSearches();
    }

    /**
     * Over seeds: the main policy against its start and its rivals search by search, and each rival
     * against itself an iteration before, greedy and sampled; then each search against greedy
     * decoding.
     */
    public static List<Pair> overSeeds(List<Line> lines, List<List<String>> trainings) {
        Pairs pairs = new Pairs(lines, trainings);
        List<String> strategies =
                lines.stream().map(line -> line.evaluation().strategy()).distinct().toList();
        for (int iteration = 1; iteration < trainings.size(); iteration++) {
            for (String strategy : strategies) {
                pairs.addMain(iteration, each -> each.strategy().equals(strategy));
            }
            pairs.addRivals(iteration, EvaluationResult::greedy);
            pairs.addRivals(iteration, EvaluationResult::sampled);
        }
        return pairs.withSearches();
    }

    private void addMain(int iteration, Predicate<EvaluationResult> search) {
        List<String> trained = trainings.get(iteration);
        String start = trainings.get(iteration - 1).getFirst();
        Stream.concat(Stream.of(start), trained.stream().skip(1))
                .forEach(other -> add(trained.getFirst(), other, search));
    }

    /** Each rival against itself an iteration before; in the first that is the common start. */
    private void addRivals(int iteration, Predicate<EvaluationResult> search) {
        List<String> before = trainings.get(iteration - 1);
        List<String> trained = trainings.get(iteration);
        for (int i = 1; i < trained.size(); i++) {
            add(trained.get(i), i < before.size() ? before.get(i) : before.getFirst(), search);
        }
    }

    private void add(String first, String second, Predicate<EvaluationResult> search) {
        lines(first, search)
                .forEach(ours -> lines(second, search).forEach(theirs -> add(ours, theirs)));
    }

    private List<Pair> withSearches() {
        for (Line line : lines) {
            EvaluationResult evaluation = line.evaluation();
            if (!evaluation.greedy()) {
                lines(evaluation.policy(), EvaluationResult::greedy)
                        .forEach(greedy -> add(line, greedy));
            }
        }
        return List.copyOf(pairs);
    }

    private void add(Line first, Line second) {
        Pair pair = new Pair(first, second);
        if (pair.hasCommonProblems()) {
            pairs.add(pair);
        }
    }

    /** The first such evaluation, or none. */
    private Stream<Line> lines(String policy, Predicate<EvaluationResult> search) {
        return lines.stream()
                .filter(line -> line.evaluation().policy().equals(policy))
                .filter(line -> search.test(line.evaluation()))
                .limit(1);
    }
}
