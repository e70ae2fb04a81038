package io.oreo.evaluation.statistics;

import java.util.Arrays;

/**
 * Pairs of a correct and an incorrect attempt, and in how many of them the correct one has the
 * higher value.
 *
 * @param wins pairs in which it has; a tie counts half
 * @param pairs all pairs
 */
public record Auc(double wins, long pairs) {

    /**
     * Counts the pairs among attempts by ranks (Mann and Whitney 1947), in n log n steps.
     *
     * @param values one value an attempt
     * @param correct which attempts are correct
     */
    public static Auc of(double[] values, boolean[] correct) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double wins = 0;
        long incorrectBelow = 0;
        long correctAll = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            long correctHere = 0;
            long incorrectHere = 0;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                correctHere += correct[order[end]] ? 1 : 0;
                incorrectHere += correct[order[end]] ? 0 : 1;
                end++;
            }
            wins += correctHere * (incorrectBelow + 0.5 * incorrectHere);
            incorrectBelow += incorrectHere;
            correctAll += correctHere;
            start = end;
        }
        return new Auc(wins, correctAll * incorrectBelow);
    }

    /** Share of pairs that are ranked correctly; not a number where there is no pair. */
    public double share() {
        return wins / pairs;
    }
}
