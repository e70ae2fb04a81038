package io.oreo.evaluation.statistics;

import java.util.Arrays;

/**
 * An estimate with its bounds.
 *
 * @param estimate the figure itself
 * @param low lower bound
 * @param high upper bound
 */
public record Interval(double estimate, double low, double high) {

    /** The normal quantile of a two-sided 95 % interval. */
    private static final double Z95 = 1.959963984540054;

    private static final double TAIL = 0.025;

    /**
     * Wilson's 95 % interval of a proportion (Wilson 1927): holds its level for small counts and
     * for proportions near 0 and 1.
     *
     * @throws IllegalArgumentException unless 0 &lt;= successes &lt;= trials and trials &gt; 0
     */
    public static Interval wilson(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "%d successes of %d trials".formatted(successes, trials));
        }
        double n = trials;
        double p = successes / n;
        double z2 = Z95 * Z95;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z95 / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        // At the ends the bounds are 0 and 1 exactly; the formula misses them in the last bits.
        return new Interval(
                p,
                successes == 0 ? 0 : Math.max(0, centre - half),
                successes == trials ? 1 : Math.min(1, centre + half));
    }

    /** The middle 95 % of resampled figures around an estimate (percentile bootstrap). */
    static Interval percentile(double estimate, double[] resampled) {
        double[] sorted = resampled.clone();
        Arrays.sort(sorted);
        return new Interval(estimate, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    /** Linear interpolation between order statistics. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
