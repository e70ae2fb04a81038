package io.oreo.evaluation.figures;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Bootstrap;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.MajorityAtK;
import io.oreo.evaluation.statistics.PassAtK;
import io.oreo.evaluation.statistics.Permutation;
import io.oreo.evaluation.statistics.ValueRanking;
import io.oreo.search.Choice;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A critic on the attempts of a policy.
 *
 * @param evaluation evaluation that valued whole attempts
 * @param ranking how well values tell correct attempts from incorrect ones
 * @param budgets best-of-k and majority@k accuracy, for k = 1, 2, 4, … up to all
 * @param gain accuracy of the highest value among all attempts, minus the mean accuracy of one
 * @param gainP two-sided paired permutation test of the gain
 * @param gainPHolm the same, corrected for all comparisons of the report at once
 */
@JsonPropertyOrder({
    "evaluation",
    "ranking",
    "best_of",
    "majority_at",
    "pass_at",
    "gain_over_one_attempt",
    "gain_p_permutation",
    "gain_p_holm",
    "sentence"
})
public record CriticLine(
        @JsonUnwrapped @JsonIgnoreProperties("results") EvaluationResult evaluation,
        @JsonUnwrapped ValueRanking ranking,
        @JsonIgnore List<Budget> budgets,
        @JsonProperty("gain_over_one_attempt") Interval gain,
        @JsonProperty("gain_p_permutation") double gainP,
        @JsonProperty("gain_p_holm") double gainPHolm) {

    /**
     * Best-of-k and majority@k accuracy.
     *
     * @param attempts k
     * @param byValue accuracy of the highest value among the first k
     * @param majority mean accuracy of a vote among k
     * @param pass share of problems that at least one of k solves: no choice does better
     */
    public record Budget(int attempts, double byValue, double majority, double pass) {}

    /** Whether an evaluation sampled several whole attempts and valued them all. */
    public static boolean applies(EvaluationResult evaluation) {
        List<ProblemResult> results = evaluation.results();
        return !results.isEmpty()
                && evaluation.search().samplesAttempts()
                && results.stream()
                        .allMatch(
                                r ->
                                        !r.attempts().isEmpty()
                                                && r.attempts().stream()
                                                        .allMatch(a -> a.value().isPresent()));
    }

    public static CriticLine of(EvaluationResult evaluation, Seed seed) {
        List<ProblemResult> results = evaluation.results();
        double[] gains =
                results.stream()
                        .mapToDouble(r -> best(r, r.attempts().size()) - meanAccuracy(r))
                        .toArray();
        double p = Permutation.p(gains, seed.child("permutation"));
        return new CriticLine(
                evaluation,
                ValueRanking.of(
                        results.stream()
                                .map(r -> r.attempts().stream().map(CriticLine::point).toList())
                                .toList(),
                        seed.child("auc")),
                budgets(results, seed.child("majority")),
                Bootstrap.mean(gains, seed.child("gain")),
                p,
                p);
    }

    public CriticLine withHolm(double corrected) {
        return new CriticLine(evaluation, ranking, budgets, gain, gainP, corrected);
    }

    @JsonProperty
    public Map<Integer, Double> bestOf() {
        return byAttempts(Budget::byValue);
    }

    @JsonProperty
    public Map<Integer, Double> majorityAt() {
        return byAttempts(Budget::majority);
    }

    @JsonProperty
    public Map<Integer, Double> passAt() {
        return byAttempts(Budget::pass);
    }

    private Map<Integer, Double> byAttempts(ToDoubleFunction<Budget> figure) {
        Map<Integer, Double> figures = new LinkedHashMap<>();
        budgets.forEach(budget -> figures.put(budget.attempts(), figure.applyAsDouble(budget)));
        return figures;
    }

    @JsonProperty
    public String sentence() {
        return Sentences.of(this);
    }

    private static List<Budget> budgets(List<ProblemResult> results, Seed seed) {
        int most = results.stream().mapToInt(r -> r.attempts().size()).min().orElse(0);
        List<Budget> budgets = new ArrayList<>();
        for (int attempts = 1; attempts <= most; attempts *= 2) {
            int k = attempts;
            budgets.add(
                    new Budget(
                            k,
                            mean(results, r -> best(r, k)),
                            mean(results, r -> majority(r, k, seed)),
                            mean(results, r -> PassAtK.of(r.attempts().size(), correct(r), k))));
        }
        return budgets;
    }

    private static double mean(
            List<ProblemResult> results, ToDoubleFunction<ProblemResult> figure) {
        return results.stream().mapToDouble(figure).average().orElse(0);
    }

    private static ValueRanking.Point point(AttemptResult attempt) {
        return new ValueRanking.Point(attempt.value().orElseThrow(), attempt.correct());
    }

    /** 1 if the choice by value among the first k attempts is correct. */
    private static double best(ProblemResult result, int k) {
        return Choice.byValue(result.attempts().stream().limit(k).toList()).correct() ? 1 : 0;
    }

    private static double majority(ProblemResult result, int k, Seed seed) {
        List<MajorityAtK.Vote> votes =
                result.attempts().stream()
                        .map(a -> new MajorityAtK.Vote(a.verdict().answerOrEmpty(), a.correct()))
                        .toList();
        return MajorityAtK.of(votes, k, seed.child(result.problem().value()).child(k));
    }

    private static int correct(ProblemResult result) {
        return (int) result.attempts().stream().filter(AttemptResult::correct).count();
    }

    private static double meanAccuracy(ProblemResult result) {
        return correct(result) / (double) result.attempts().size();
    }
}
