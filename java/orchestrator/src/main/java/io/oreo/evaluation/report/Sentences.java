package io.oreo.evaluation.report;

import io.oreo.evaluation.report.Figures.Comparison;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;

/** Figures in words, the same on the page and in the terminal. */
final class Sentences {

    private static final double LEVEL = 0.05;

    private Sentences() {}

    /** What a comparison says; the claim rests on the p-value that holds for the whole table. */
    static String of(Comparison comparison) {
        PairedComparison paired = comparison.paired();
        Interval difference = paired.difference();
        String verdict;
        if (comparison.pHolm() >= LEVEL) {
            verdict = "no difference is shown between %s and %s";
        } else {
            verdict = difference.estimate() > 0 ? "%s is better than %s" : "%s is worse than %s";
        }
        return (verdict
                        + ": %+.1f points (%+.1f to %+.1f), %s; %d problems only by the first, %d"
                        + " only by the second")
                .formatted(
                        comparison.first(),
                        comparison.second(),
                        100 * difference.estimate(),
                        100 * difference.low(),
                        100 * difference.high(),
                        p(comparison.pHolm()),
                        paired.up(),
                        paired.down());
    }

    /** A p-value as people write it. */
    static String p(double p) {
        return p < 0.001 ? "p < 0.001" : "p = %.3f".formatted(p);
    }

    /** A share in percent with its interval. */
    static String percent(Interval share) {
        return "%.1f %% (%.1f to %.1f)"
                .formatted(100 * share.estimate(), 100 * share.low(), 100 * share.high());
    }
}
