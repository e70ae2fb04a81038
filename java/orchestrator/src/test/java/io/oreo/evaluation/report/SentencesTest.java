package io.oreo.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.evaluation.report.Figures.Comparison;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import java.util.List;
import java.util.Optional;
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
        return new EvaluationResult(1, policy + search.label(), policy, c, search, List.of());
    }

    private static String sentence(EvaluationResult first, String what, double points, double p) {
        Interval difference = new Interval(points / 100, points / 100 - 0.04, points / 100 + 0.04);
        PairedComparison paired = new PairedComparison(500, difference, 9, 1, p);
        return Sentences.of(new Comparison(what, first, SFT, paired, p));
    }

    @Test
    void a_difference_is_claimed_only_below_the_level() {
        assertEquals(
                "OREO-1 is better than SFT: +31.2 points (+27.2 to +35.2), p < 0.001" + FLIPS,
                sentence(OREO, "training", 31.2, 0.0004));
        assertEquals(
                "OREO-1 is worse than SFT: -6.0 points (-10.0 to -2.0), p = 0.049" + FLIPS,
                sentence(OREO, "training", -6, 0.049));
        assertEquals(
                "No difference is shown between OREO-1 and SFT:"
                        + " +3.0 points (-1.0 to +7.0), p = 0.050"
                        + FLIPS,
                sentence(OREO, "training", 3, 0.05));
    }

    @Test
    void a_search_names_its_critic() {
        assertEquals(
                "SFT with step-beam 4x4 by V of OREO-1 is better than SFT with greedy decoding:"
                        + " +14.0 points (+10.0 to +18.0), p < 0.001"
                        + FLIPS,
                sentence(BEAM, "search", 14, 1e-9));
    }

    @Test
    void a_figure_that_cannot_be_computed_is_a_dash() {
        assertEquals("–", Sentences.three(Double.NaN));
        assertEquals("1,234,567", Sentences.whole(1234567));
    }
}
