package io.oreo.evaluation.report;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which evaluations are compared, and the comparisons: problem by problem. */
final class Pairs {

    private Pairs() {}

    /** Two evaluations, compared on the problems that both have tried. */
    record Compared(
            String what,
            EvaluationResult first,
            EvaluationResult second,
            PairedComparison paired) {}

    /**
     * Each iteration's main policy against the one that it started from and against its rivals, all
     * greedy; then each search against greedy decoding with the same policy.
     */
    static List<Compared> of(ReportInput input, Seed seed) {
        List<Compared> pairs = new ArrayList<>();
        for (int iteration = 1; iteration < input.trainings().size(); iteration++) {
            List<String> trained = input.trainings().get(iteration);
            Optional<EvaluationResult> main = greedy(input, trained.getFirst());
            Stream.concat(
                            Stream.of(input.trainings().get(iteration - 1).getFirst()),
                            trained.stream().skip(1))
                    .forEach(other -> add("training", main, greedy(input, other), seed, pairs));
        }
        for (EvaluationResult evaluation : input.evaluations()) {
            if (!evaluation.greedy()) {
                Optional<EvaluationResult> greedy = greedy(input, evaluation.policy());
                add("search", Optional.of(evaluation), greedy, seed, pairs);
            }
        }
        return pairs;
    }

    private static void add(
            String what,
            Optional<EvaluationResult> first,
            Optional<EvaluationResult> second,
            Seed seed,
            List<Compared> pairs) {
        if (first.isPresent() && second.isPresent()) {
            compare(what, first.get(), second.get(), seed).ifPresent(pairs::add);
        }
    }

    private static Optional<Compared> compare(
            String what, EvaluationResult first, EvaluationResult second, Seed seed) {
        Map<ProblemId, Boolean> ofSecond = new HashMap<>();
        second.results().forEach(result -> ofSecond.put(result.problem(), result.right()));
        List<ProblemResult> common =
                first.results().stream().filter(r -> ofSecond.containsKey(r.problem())).toList();
        if (common.isEmpty()) {
            return Optional.empty();
        }
        boolean[] ours = new boolean[common.size()];
        boolean[] theirs = new boolean[common.size()];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = common.get(i).right();
            theirs[i] = ofSecond.getOrDefault(common.get(i).problem(), false);
        }
        Seed own = seed.child(first.name() + " / " + second.name());
        return Optional.of(
                new Compared(what, first, second, PairedComparison.of(ours, theirs, own)));
    }

    private static Optional<EvaluationResult> greedy(ReportInput input, String policy) {
        return input.evaluations().stream()
                .filter(e -> e.policy().equals(policy) && e.greedy())
                .findFirst();
    }
}
