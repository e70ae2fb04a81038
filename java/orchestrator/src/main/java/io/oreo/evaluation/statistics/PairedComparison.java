package io.oreo.evaluation.statistics;

import io.oreo.trajectory.Seed;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Two results on the same problems, attempt by attempt.
 *
 * @param attempts how many: problems, or problems times seeds
 * @param difference mean of the first minus mean of the second, with a bootstrap interval over
 *     problems
 * @param up attempts that only the first solves
 * @param down attempts that only the second solves
 * @param test which test {@code p} is of
 * @param p two-sided p-value
 */
public record PairedComparison(
        int attempts, Interval difference, int up, int down, Test test, double p) {

    /** Which test a p-value is of. */
    public enum Test {
        /** Exact, of up against down (McNemar 1947, binomial form), where attempts are apart. */
        MCNEMAR,
        /** By problem, where one was attempted more than once: its attempts are not independent. */
        PERMUTATION
    }

    /**
     * Compares two results.
     *
     * @param problems of each problem, at least one, the differences of its attempts: 1 where only
     *     the first solves it, -1 where only the second does, else 0
     * @param bootstrap stream of the interval
     * @param permutation stream of the permutation test
     */
    public static PairedComparison of(
            Collection<List<Integer>> problems, Seed bootstrap, Seed permutation) {
        List<Integer> all = problems.stream().flatMap(List::stream).toList();
        int up = (int) all.stream().filter(difference -> difference > 0).count();
        int down = (int) all.stream().filter(difference -> difference < 0).count();
        double[] means = problems.stream().mapToDouble(PairedComparison::mean).toArray();
        boolean apart = all.size() == problems.size();
        return new PairedComparison(
                all.size(),
                Bootstrap.mean(means, bootstrap),
                up,
                down,
                apart ? Test.MCNEMAR : Test.PERMUTATION,
                apart ? mcNemar(up, down) : Permutation.p(means, permutation));
    }

    private static double mean(List<Integer> differences) {
        return differences.stream().mapToInt(Integer::intValue).average().orElse(0);
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
