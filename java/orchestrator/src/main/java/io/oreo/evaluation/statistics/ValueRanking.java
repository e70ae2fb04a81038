package io.oreo.evaluation.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a value tells correct attempts from incorrect ones.
 *
 * @param within AUC within a problem: over all pairs of a correct and an incorrect attempt at the
 *     same problem, the share in which the correct one has the higher value (ties count half);
 *     interval over problems
 * @param pairs pairs behind {@code within}
 * @param pooled AUC over all pairs of attempts, whatever their problem: it rewards knowing which
 *     problems are hard and is the weaker measure
 * @param calibrationError expected calibration error over the bins
 * @param bins reliability of the value read as a probability, ten bins of equal width
 */
public record ValueRanking(
        @JsonProperty("auc_within_problem") Interval within,
        long pairs,
        @JsonProperty("auc_pooled") double pooled,
        double calibrationError,
        @JsonProperty("reliability") List<Bin> bins) {

    private static final int BINS = 10;

    public ValueRanking {
        bins = List.copyOf(bins);
    }

    /** A valued attempt. */
    public record Point(double value, boolean correct) {}

    /**
     * Attempts whose value lies in a range.
     *
     * @param low lower end; values below 0 count with the first bin, those above 1 with the last
     * @param count attempts
     * @param meanValue their mean value
     * @param accuracy share of correct ones
     */
    public record Bin(double low, int count, double meanValue, double accuracy) {}

    /** Measures attempts, one list per problem; at least one problem. */
    public static ValueRanking of(List<List<Point>> problems, Seed seed) {
        List<Auc> perProblem = problems.stream().map(ValueRanking::auc).toList();
        Interval within =
                Bootstrap.of(
                        problems.size(),
                        drawn -> {
                            double wins = 0;
                            long pairs = 0;
                            for (int problem : drawn) {
                                wins += perProblem.get(problem).wins();
                                pairs += perProblem.get(problem).pairs();
                            }
                            return new Auc(wins, pairs).share();
                        },
                        seed);
        List<Point> points = problems.stream().flatMap(List::stream).toList();
        long pairs = perProblem.stream().mapToLong(Auc::pairs).sum();
        List<Bin> bins = bins(points);
        return new ValueRanking(
                within, pairs, auc(points).share(), error(bins, points.size()), bins);
    }

    private static Auc auc(List<Point> points) {
        boolean[] correct = new boolean[points.size()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = points.get(i).correct();
        }
        return Auc.of(points.stream().mapToDouble(Point::value).toArray(), correct);
    }

    private static List<Bin> bins(List<Point> points) {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            int number = bin;
            List<Point> inside = points.stream().filter(p -> binOf(p.value()) == number).toList();
            double value = inside.stream().mapToDouble(Point::value).average().orElse(0);
            double correct =
                    inside.stream().mapToDouble(p -> p.correct() ? 1 : 0).average().orElse(0);
            bins.add(new Bin(bin / (double) BINS, inside.size(), value, correct));
        }
        return bins;
    }

    private static int binOf(double value) {
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor(value * BINS)));
    }

    private static double error(List<Bin> bins, int points) {
        return bins.stream()
                .mapToDouble(b -> b.count() * Math.abs(b.meanValue() - b.accuracy()) / points)
                .sum();
    }
}
