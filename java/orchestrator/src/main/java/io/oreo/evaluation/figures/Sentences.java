package io.oreo.evaluation.figures;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.Figures.Comparison;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import java.util.Optional;

/** Figures in words, the same on the page and in the terminal, whatever the machine's language. */
public final class Sentences {

    private static final double LEVEL = 0.05;

    private Sentences() {}

    /** What a comparison says. */
    public enum Finding {
        BETTER,
        WORSE,
        UNDECIDED;

        /** The word in its chip, and the chip's class in the style of the page. */
        public String word() {
            return name().toLowerCase(ROOT);
        }
    }

    /** The claim rests on the p-value that holds for the whole table. */
    public static Finding finding(Interval difference, double pHolm) {
        if (pHolm >= LEVEL) {
            return Finding.UNDECIDED;
        }
        return difference.estimate() > 0 ? Finding.BETTER : Finding.WORSE;
    }

    public static Finding finding(Comparison comparison) {
        return finding(comparison.paired().difference(), comparison.pHolm());
    }

    public static Finding finding(CriticLine line) {
        return finding(line.gain(), line.gainPHolm());
    }

    /**
     * A comparison as a sentence without its full stop. Two greedy evaluations compare policies,
     * whose search goes without saying.
     */
    public static String of(Comparison comparison) {
        EvaluationResult first = comparison.first();
        EvaluationResult second = comparison.second();
        boolean policies = first.greedy() && second.greedy();
        PairedComparison paired = comparison.paired();
        String flips =
                comparison.overSeeds().count() == 1
                        ? "; problems gained: %d, lost: %d"
                        : "; attempts gained: %d, lost: %d, of %d";
        return claim(
                        finding(comparison),
                        policies ? first.policy() : with(first),
                        policies ? second.policy() : with(second))
                + points(paired.difference(), comparison.pHolm())
                + flips.formatted(paired.up(), paired.down(), paired.attempts());
    }

    /** What choosing by value gains, as a sentence without its full stop. */
    public static String of(CriticLine line) {
        return claim(finding(line), with(line.evaluation()), "one sample of the same policy")
                + points(line.gain(), line.gainPHolm());
    }

    private static String claim(Finding finding, String subject, String object) {
        return switch (finding) {
            case BETTER -> subject + " is better than " + object;
            case WORSE -> subject + " is worse than " + object;
            case UNDECIDED -> "No significant difference between " + subject + " and " + object;
        };
    }

    private static String points(Interval difference, double p) {
        return String.format(
                ROOT,
                ": %+.1f points (%+.1f to %+.1f), %s",
                100 * difference.estimate(),
                100 * difference.low(),
                100 * difference.high(),
                p(p));
    }

    /** A policy's search, e.g. {@code sft with step-beam 4x4 by V of oreo-1}. */
    public static String with(EvaluationResult evaluation) {
        String search =
                evaluation.greedy()
                        ? "greedy decoding"
                        : evaluation.sampled() ? "one sample" : evaluation.strategy();
        return evaluation.policy() + " with " + search + by(evaluation);
    }

    private static String by(EvaluationResult evaluation) {
        return evaluation.critic().map(critic -> " by V of " + critic).orElse("");
    }

    /** A p-value as people write it. */
    public static String p(double p) {
        return p < 0.001 ? "p < 0.001" : String.format(ROOT, "p = %.3f", p);
    }

    /** A share in percent with its interval. */
    public static String percent(Interval share) {
        return String.format(
                ROOT,
                "%.1f %% (%.1f to %.1f)",
                100 * share.estimate(),
                100 * share.low(),
                100 * share.high());
    }

    /** A share in percent. */
    public static String percent(double share) {
        return String.format(ROOT, "%.1f %%", 100 * share);
    }

    /** A share in percent; a dash where there is none. */
    public static String percent(Optional<Line.Share> share) {
        return share.map(known -> percent(known.accuracy())).orElse("–");
    }

    /** A figure with its interval; a dash where there is none. */
    public static String three(Interval interval) {
        return Double.isNaN(interval.estimate())
                ? "– (no problem has a correct and an incorrect response)"
                : String.format(
                        ROOT,
                        "%.3f (%.3f to %.3f)",
                        interval.estimate(),
                        interval.low(),
                        interval.high());
    }

    /** A figure; a dash where there is none. */
    public static String three(double figure) {
        return Double.isNaN(figure) ? "–" : String.format(ROOT, "%.3f", figure);
    }

    /** The nearest whole number, its thousands apart. */
    public static String whole(double number) {
        return whole(Math.round(number));
    }

    /** A whole number, its thousands apart. */
    public static String whole(long number) {
        return String.format(ROOT, "%,d", number);
    }
}
