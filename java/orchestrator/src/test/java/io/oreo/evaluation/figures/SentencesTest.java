package io.oreo.evaluation.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.evaluation.figures.Figures.Comparison;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.Spread;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final EvaluationResult OREO =
            evaluation("oreo-1", new Greedy(), Optional.empty());
    private static final EvaluationResult SFT = evaluation("sft", new Greedy(), Optional.empty());
    private static final EvaluationResult BEAM =
            evaluation("sft", new StepBeam(4, 4), Optional.of("oreo-1"));

    private static final String FLIPS = "; problems gained: 9, lost: 1";

    private static EvaluationResult evaluation(
            String policy, SearchStrategy search, Optional<String> c) {
        return new EvaluationResult(
                1, policy + search.label(), policy, c, search, List.of(), OptionalInt.empty());
    }

    private static String sentence(EvaluationResult first, double points, double p) {
        Interval difference = new Interval(points / 100, points / 100 - 0.04, points / 100 + 0.04);
        PairedComparison paired =
                new PairedComparison(500, difference, 9, 1, PairedComparison.Test.MCNEMAR, p);
        return Sentences.of(new Comparison(first, SFT, paired, Spread.of(points / 100), p));
    }

    @Test
    void a_difference_is_claimed_only_below_the_level() {
        assertEquals(
                "oreo-1 is better than sft: +31.2 points (+27.2 to +35.2), p < 0.001" + FLIPS,
                sentence(OREO, 31.2, 0.0004));
        assertEquals(
                "oreo-1 is worse than sft: -6.0 points (-10.0 to -2.0), p = 0.049" + FLIPS,
                sentence(OREO, -6, 0.049));
        assertEquals(
                "No significant difference between oreo-1 and sft:"
                        + " +3.0 points (-1.0 to +7.0), p = 0.050"
                        + FLIPS,
                sentence(OREO, 3, 0.05));
    }

    @Test
    void a_search_names_its_critic() {
        assertEquals(
                "sft with step-beam 4x4 by V of oreo-1 is better than sft with greedy decoding:"
                        + " +14.0 points (+10.0 to +18.0), p < 0.001"
                        + FLIPS,
                sentence(BEAM, 14, 1e-9));
    }

    @Test
    void several_seeds_are_compared_attempt_by_attempt() {
        PairedComparison paired =
                new PairedComparison(
                        1500,
                        new Interval(0.06, 0.02, 0.1),
                        120,
                        30,
                        PairedComparison.Test.PERMUTATION,
                        0.01);
        assertEquals(
                "oreo-1 is better than sft: +6.0 points (+2.0 to +10.0), p = 0.020;"
                        + " attempts gained: 120, lost: 30, of 1500",
                Sentences.of(new Comparison(OREO, SFT, paired, Spread.of(0.05, 0.07), 0.02)));
    }

    @Test
    void a_figure_that_cannot_be_computed_is_a_dash() {
        assertEquals("–", Sentences.three(Double.NaN));
        assertEquals("1,234,567", Sentences.whole(1234567));
    }
}
