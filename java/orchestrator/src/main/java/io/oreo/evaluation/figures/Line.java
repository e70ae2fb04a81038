package io.oreo.evaluation.figures;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An evaluation in figures, over one seed or several.
 *
 * @param perSeed the same evaluation in each run, in the order of the seeds
 * @param accuracy over all problems
 * @param groups the same for each group of problems that every seed has
 */
public record Line(
        List<EvaluationResult> perSeed, Accuracy accuracy, SortedMap<String, Accuracy> groups) {

    /**
     * How many were correct.
     *
     * @param perSeed in each run, in the order of the seeds
     * @param overSeeds mean and spread of the accuracies
     * @param pooled in all runs together
     */
    public record Accuracy(List<Share> perSeed, Spread overSeeds, Share pooled) {

        static Accuracy of(List<List<ProblemResult>> perSeed) {
            List<Share> shares = perSeed.stream().map(Share::of).toList();
            return new Accuracy(
                    shares,
                    Spread.of(shares.stream().mapToDouble(Share::accuracy).toArray()),
                    Share.of(perSeed.stream().flatMap(List::stream).toList()));
        }
    }

    /** How many of how many, with Wilson's interval. */
    @JsonPropertyOrder({"n", "correct", "accuracy", "wilson95"})
    public record Share(int n, long correct, @JsonIgnore Interval interval) {

        static Share of(List<ProblemResult> results) {
            return of(results.stream().filter(ProblemResult::correct).count(), results.size());
        }

        static Share of(long correct, int n) {
            return new Share(n, correct, Interval.wilson(correct, n));
        }

        @JsonProperty
        public double accuracy() {
            return interval.estimate();
        }

        @JsonProperty
        public List<Double> wilson95() {
            return List.of(interval.low(), interval.high());
        }
    }

    /** Evaluations that every run has made, in the order of the first. */
    public static List<Line> of(List<ReportInput> runs) {
        List<Line> lines = new ArrayList<>();
        for (EvaluationResult evaluation : runs.getFirst().evaluations()) {
            List<EvaluationResult> perSeed =
                    runs.stream()
                            .flatMap(run -> run.evaluations().stream())
                            .filter(each -> each.name().equals(evaluation.name()))
                            .filter(each -> !each.results().isEmpty())
                            .toList();
            if (perSeed.size() == runs.size()) {
                List<List<ProblemResult>> results =
                        perSeed.stream().map(EvaluationResult::results).toList();
                lines.add(new Line(perSeed, Accuracy.of(results), groups(results)));
            }
        }
        return lines;
    }

    private static SortedMap<String, Accuracy> groups(List<List<ProblemResult>> perSeed) {
        List<SortedMap<String, List<ProblemResult>>> grouped =
                perSeed.stream().map(Line::byGroup).toList();
        SortedMap<String, Accuracy> accuracies = new TreeMap<>();
        for (String group : grouped.getFirst().keySet()) {
            List<List<ProblemResult>> own =
                    grouped.stream().map(each -> each.getOrDefault(group, List.of())).toList();
            if (own.stream().noneMatch(List::isEmpty)) {
                accuracies.put(group, Accuracy.of(own));
            }
        }
        return accuracies;
    }

    private static SortedMap<String, List<ProblemResult>> byGroup(List<ProblemResult> results) {
        return results.stream()
                .collect(
                        Collectors.groupingBy(
                                ProblemResult::group, TreeMap::new, Collectors.toList()));
    }

    /** That of the first seed, for its name. */
    public EvaluationResult evaluation() {
        return perSeed.getFirst();
    }

    /** Responses that are correct in every step, in all runs; nothing where a task cannot tell. */
    public Optional<Share> allStepsCorrect() {
        if (perSeed.stream().anyMatch(each -> each.allStepsCorrect().isEmpty())) {
            return Optional.empty();
        }
        int correct = perSeed.stream().mapToInt(each -> each.allStepsCorrect().getAsInt()).sum();
        return Optional.of(Share.of(correct, Math.toIntExact(results().count())));
    }

    /** Answers in which nothing was found, those that the grader failed on among them. */
    public long noAnswer() {
        return verdicts("no-answer");
    }

    public long timedOut() {
        return verdicts("timed-out");
    }

    public long graderFailures() {
        return answers().filter(AttemptResult::failed).count();
    }

    /** Tokens generated per problem. */
    public double meanTokens() {
        return results().mapToLong(ProblemResult::tokensSpent).average().orElse(0);
    }

    private long verdicts(String label) {
        return answers().filter(answer -> answer.verdict().label().equals(label)).count();
    }

    private Stream<AttemptResult> answers() {
        return results().map(ProblemResult::answer);
    }

    private Stream<ProblemResult> results() {
        return perSeed.stream().flatMap(each -> each.results().stream());
    }
}
