package io.oreo.evaluation.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.Seed;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    /** Newcombe 1998, Statistics in Medicine 17, table I, method 3. */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0, 20, 0.0000, 0.1611",
        "1, 29, 0.0061, 0.1718"
    })
    void wilsons_bounds_are_the_published_ones(long successes, long n, double low, double high) {
        Interval interval = Interval.wilson(successes, n);
        assertEquals(low, interval.low(), 5e-5);
        assertEquals(high, interval.high(), 5e-5);
        assertEquals(successes / (double) n, interval.estimate());
    }

    @Property(tries = 200)
    void an_interval_holds_its_estimate_and_mirrors(
            @ForAll @IntRange(min = 1, max = 5000) int trials,
            @ForAll @IntRange(min = 0, max = 5000) int drawn) {
        int successes = drawn % (trials + 1);
        Interval interval = Interval.wilson(successes, trials);
        Interval mirror = Interval.wilson(trials - successes, trials);
        assertTrue(0 <= interval.low() && interval.high() <= 1);
        assertTrue(interval.low() <= interval.estimate() + 1e-12);
        assertTrue(interval.estimate() <= interval.high() + 1e-12);
        assertEquals(interval.low(), 1 - mirror.high(), 1e-12);
    }

    @Test
    void counts_that_cannot_be_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
    }

    @Test
    void a_bootstrap_of_the_mean_agrees_with_normal_theory() {
        double[] halves = new double[400];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % 2;
        }
        Interval interval = Bootstrap.mean(halves, new Seed(3));
        double theory = 1.96 * 0.5 / Math.sqrt(400);
        assertEquals(0.5, interval.estimate());
        assertEquals(0.5 - theory, interval.low(), 0.006);
        assertEquals(0.5 + theory, interval.high(), 0.006);
    }

    @Test
    void a_bootstrap_resamples_problems_and_not_attempts() {
        double[] tenProblems = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
        Interval interval = Bootstrap.mean(tenProblems, new Seed(3));
        assertEquals(0.2, interval.low(), 1e-12);
        assertEquals(0.8, interval.high(), 1e-12);
    }

    @Test
    void a_bootstrap_repeats_with_its_seed_and_is_sure_of_what_never_varies() {
        double[] some = {0.1, 0.5, 0.9, 0.2, 0.4};
        assertEquals(Bootstrap.mean(some, new Seed(1)), Bootstrap.mean(some, new Seed(1)));
        assertEquals(
                new Interval(0.25, 0.25, 0.25),
                Bootstrap.mean(new double[] {0.25, 0.25, 0.25}, new Seed(1)));
    }

    @Test
    void quantiles_are_interpolated() {
        assertEquals(2.5, Interval.quantile(new double[] {1, 2, 3, 4}, 0.5));
        assertEquals(1.3, Interval.quantile(new double[] {1, 2, 3, 4}, 0.1), 1e-12);
    }
}
