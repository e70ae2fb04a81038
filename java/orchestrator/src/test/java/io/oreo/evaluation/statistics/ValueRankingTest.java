package io.oreo.evaluation.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.evaluation.statistics.ValueRanking.Point;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ValueRankingTest {

    private static final Seed SEED = new Seed(2);

    private static Point correct(double value) {
        return new Point(value, true);
    }

    private static Point incorrect(double value) {
        return new Point(value, false);
    }

    /** The example of scikit-learn's roc_auc_score: three of four pairs. */
    @Test
    void auc_is_the_share_of_pairs_in_order() {
        double[] values = {0.1, 0.4, 0.35, 0.8};
        boolean[] correct = {false, false, true, true};
        assertEquals(0.75, Auc.of(values, correct).share());
        assertEquals(4, Auc.of(values, correct).pairs());
    }

    @Property(tries = 100)
    void ranks_count_the_pairs_that_a_double_loop_counts(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = random.nextInt(1, 30);
        double[] values = random.ints(n, 0, 6).asDoubleStream().toArray();
        boolean[] correct = new boolean[n];
        for (int i = 0; i < n; i++) {
            correct[i] = random.nextBoolean();
        }
        double wins = 0;
        long pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (correct[i] && !correct[j]) {
                    pairs++;
                    wins += values[i] > values[j] ? 1 : values[i] == values[j] ? 0.5 : 0;
                }
            }
        }
        assertEquals(new Auc(wins, pairs), Auc.of(values, correct));
    }

    @Test
    void knowing_which_problems_are_hard_counts_pooled_but_not_within() {
        List<List<Point>> problems = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            problems.add(List.of(correct(0.9), correct(0.9), correct(0.9), incorrect(0.9)));
            problems.add(List.of(incorrect(0.1), incorrect(0.1), incorrect(0.1), correct(0.1)));
        }
        ValueRanking ranking = ValueRanking.of(problems, SEED);
        assertEquals(0.5, ranking.within().estimate(), "a coin within a problem");
        assertTrue(ranking.pooled() > 0.74, "pooled " + ranking.pooled());
        assertEquals(40 * 3, ranking.pairs());
    }

    @Test
    void the_interval_is_over_problems() {
        List<List<Point>> problems = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boolean ordered = i % 5 != 0;
            problems.add(List.of(correct(ordered ? 1 : 0), incorrect(ordered ? 0 : 1)));
        }
        Interval within = ValueRanking.of(problems, SEED).within();
        assertEquals(0.8, within.estimate());
        assertEquals(0.8 - 1.96 * 0.4 / Math.sqrt(50), within.low(), 0.02);
        assertTrue(within.high() < 0.93);
    }

    @Test
    void without_a_pair_there_is_no_auc() {
        ValueRanking ranking = ValueRanking.of(List.of(List.of(correct(0.3), correct(0.4))), SEED);
        assertTrue(Double.isNaN(ranking.within().estimate()));
        assertTrue(Double.isNaN(ranking.within().low()));
        assertEquals(0, ranking.pairs());
    }

    /**
     * By hand: bin .1 holds .1 (incorrect) and .15 (correct), bin .9 holds .95 and 1.2 (both
     * correct).
     */
    @Test
    void calibration_is_the_mean_gap_between_value_and_accuracy() {
        ValueRanking ranking =
                ValueRanking.of(
                        List.of(
                                List.of(
                                        incorrect(0.1),
                                        correct(0.15),
                                        correct(0.95),
                                        correct(1.2))),
                        SEED);
        assertEquals(10, ranking.bins().size());
        assertEquals(new ValueRanking.Bin(0.1, 2, 0.125, 0.5), ranking.bins().get(1));
        assertEquals(2, ranking.bins().get(9).count());
        assertEquals(1.075, ranking.bins().get(9).meanValue(), 1e-12);
        double expected = 0.5 * Math.abs(0.125 - 0.5) + 0.5 * Math.abs(1.075 - 1);
        assertEquals(expected, ranking.calibrationError(), 1e-12);
    }

    @Test
    void values_below_zero_count_with_the_first_bin() {
        ValueRanking ranking =
                ValueRanking.of(List.of(List.of(incorrect(-0.4), correct(0.02))), SEED);
        assertEquals(2, ranking.bins().getFirst().count());
    }
}
