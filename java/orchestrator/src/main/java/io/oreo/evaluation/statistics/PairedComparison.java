package io.oreo.evaluation.statistics;

import io.oreo.trajectory.Seed;
import java.util.Arrays;

/**
 * Two results on the same problems.
 *
 * @param problems how many
 * @param difference mean of the first minus mean of the second, with a bootstrap interval over
 *     problems
 * @param up problems that only the first solves
 * @param down problems that only the second solves
 * @param p two-sided exact McNemar test of up against down (McNemar 1947, binomial form)
 */
public record PairedComparison(int problems, Interval difference, int up, int down, double p) {

    /**
     * Compares two results, problem by problem.
     *
     * @throws IllegalArgumentException unless both have the same number of problems, at least one
     */
    public static PairedComparison of(boolean[] first, boolean[] second, Seed seed) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "%d results against %d; compare the same problems"
                            .formatted(first.length, second.length));
        }
        double[] differences = new double[first.length];
        int up = 0;
        int down = 0;
        for (int i = 0; i < first.length; i++) {
            differences[i] = (first[i] ? 1 : 0) - (second[i] ? 1 : 0);
            up += first[i] && !second[i] ? 1 : 0;
            down += second[i] && !first[i] ? 1 : 0;
        }
        return new PairedComparison(
                first.length, Bootstrap.mean(differences, seed), up, down, mcNemar(up, down));
    }

    /** Probability of a split at least as uneven as this if both sides were equally likely. */
    public static double mcNemar(int up, int down) {
        int n = up + down;
        int smaller = Math.min(up, down);
        double logChoose = 0;
        double tail = 0;
        for (int k = 0; k <= smaller; k++) {
            tail += StrictMath.exp(logChoose - n * StrictMath.log(2));
            logChoose += StrictMath.log(n - k) - StrictMath.log(k + 1.0);
        }
        return n == 0 ? 1 : Math.min(1, 2 * tail);
    }

    /**
     * Holm's correction (Holm 1979): p-values that hold for a whole table at once, in the given
     * order.
     */
    public static double[] holm(double[] p) {
        Integer[] order = new Integer[p.length];
        for (int i = 0; i < p.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(p[a], p[b]));
        double[] corrected = new double[p.length];
        double reached = 0;
        for (int rank = 0; rank < p.length; rank++) {
            reached = Math.max(reached, Math.min(1, (p.length - rank) * p[order[rank]]));
            corrected[order[rank]] = reached;
        }
        return corrected;
    }
}
