package io.oreo.evaluation.statistics;

import java.util.Arrays;

/**
 * Pairs of a right and a wrong attempt, and in how many of them the right one has the higher value.
 *
 * @param wins pairs in which it has; a tie counts half
 * @param pairs all pairs
 */
public record Auc(double wins, long pairs) {

    /**
     * Counts the pairs among attempts by ranks (Mann and Whitney 1947), in n log n steps.
     *
     * @param values one value an attempt
     * @param right which attempts are right
     */
    public static Auc of(double[] values, boolean[] right) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double wins = 0;
        long wrongBelow = 0;
        long rightAll = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            long rightHere = 0;
            long wrongHere = 0;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                rightHere += right[order[end]] ? 1 : 0;
                wrongHere += right[order[end]] ? 0 : 1;
                end++;
            }
            wins += rightHere * (wrongBelow + 0.5 * wrongHere);
            wrongBelow += wrongHere;
            rightAll += rightHere;
            start = end;
        }
        return new Auc(wins, rightAll * wrongBelow);
    }

    /** Share of pairs that are ranked rightly; not a number where there is no pair. */
    public double share() {
        return wins / pairs;
    }
}
