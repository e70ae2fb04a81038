package io.oreo.evaluation.statistics;

import java.util.Arrays;

/**
 * A figure over several seeds. The mean is what is reported; the best seed never is.
 *
 * @param count number of seeds
 * @param mean mean with Student's 95 % interval; unbounded for one seed
 * @param deviation standard deviation with n - 1 in the denominator; one seed has none (NaN)
 */
public record Spread(int count, Interval mean, double deviation) {

    private static final double HALF_LEVEL = 0.975;

    /**
     * Of one figure per seed, at least one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Spread of(double... figures) {
        int n = figures.length;
        double mean =
                Arrays.stream(figures)
                        .average()
                        .orElseThrow(() -> new IllegalArgumentException("there is no figure"));
        if (n == 1) {
            double none = Double.POSITIVE_INFINITY;
            return new Spread(1, new Interval(mean, -none, none), Double.NaN);
        }
        double squares = Arrays.stream(figures).map(f -> (f - mean) * (f - mean)).sum();
        double deviation = Math.sqrt(squares / (n - 1));
        double half = studentQuantile(n - 1) * deviation / Math.sqrt(n);
        return new Spread(n, new Interval(mean, mean - half, mean + half), deviation);
    }

    /** The 97.5 % quantile of Student's distribution, by bisection. */
    static double studentQuantile(int degrees) {
        double low = 0;
        double high = 13;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            if (studentWithin(middle, degrees) < 2 * HALF_LEVEL - 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * Probability of lying between -t and t, as a finite sum (Abramowitz and Stegun 1964, 26.7.3
     * and 26.7.4).
     */
    private static double studentWithin(double t, int degrees) {
        double theta = Math.atan(t / Math.sqrt(degrees));
        double square = Math.cos(theta) * Math.cos(theta);
        boolean odd = degrees % 2 == 1;
        double term = odd ? Math.cos(theta) : 1;
        double sum = degrees == 1 ? 0 : term;
        for (int k = odd ? 3 : 2; k < degrees; k += 2) {
            term *= square * (k - 1) / k;
            sum += term;
        }
        return odd ? 2 / Math.PI * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
    }
}
