package io.oreo.evaluation.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.Seed;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedComparisonTest {

    /** Twice the binomial tail, summed in exact integers: 2 * 11 / 1024 for 1 against 9. */
    @ParameterizedTest
    @CsvSource({
        "1, 9, 0.021484375",
        "0, 5, 0.0625",
        "5, 5, 1",
        "0, 0, 1",
        "6, 16, 0.052478790283203125",
        "20, 40, 0.01348929373119186",
        "200, 220, 0.3538857095691162"
    })
    void mcnemar_is_the_exact_binomial_test(int up, int down, double p) {
        assertEquals(p, PairedComparison.mcNemar(up, down), 1e-12);
        assertEquals(p, PairedComparison.mcNemar(down, up), 1e-12);
    }

    @Test
    void mcnemar_of_many_flips_is_small_and_finite() {
        double p = PairedComparison.mcNemar(2000, 100);
        assertTrue(p >= 0 && p < 1e-100);
    }

    @Test
    void flips_and_difference_are_counted_problem_by_problem() {
        PairedComparison paired =
                PairedComparison.of(
                        List.of(List.of(0), List.of(1), List.of(1), List.of(-1), List.of(0)),
                        new Seed(1),
                        new Seed(2));
        assertEquals(5, paired.attempts());
        assertEquals(2, paired.up());
        assertEquals(1, paired.down());
        assertEquals(0.2, paired.difference().estimate(), 1e-12);
        assertEquals(1, paired.p());
        assertEquals(PairedComparison.Test.MCNEMAR, paired.test());
    }

    /** 1 and -1 at one problem are no evidence; two of 1 at another are one cluster. */
    @Test
    void attempts_at_one_problem_are_resampled_as_one() {
        PairedComparison paired =
                PairedComparison.of(
                        List.of(List.of(1, -1), List.of(1, 1)), new Seed(1), new Seed(2));
        assertEquals(4, paired.attempts());
        assertEquals(3, paired.up());
        assertEquals(0.5, paired.difference().estimate(), 1e-12);
        assertEquals(PairedComparison.Test.PERMUTATION, paired.test());
        assertEquals(1, paired.p(), 1e-12);
    }

    @Test
    void results_without_a_common_problem_are_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PairedComparison.of(List.of(), new Seed(1), new Seed(2)));
    }

    /** R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"). */
    @Test
    void holms_correction_is_the_published_one() {
        assertArrayEquals(
                new double[] {0.03, 0.06, 0.06, 0.02},
                PairedComparison.holm(new double[] {0.01, 0.04, 0.03, 0.005}),
                1e-12);
        assertArrayEquals(
                new double[] {1, 1}, PairedComparison.holm(new double[] {0.9, 0.8}), 1e-12);
        assertEquals(0, PairedComparison.holm(new double[0]).length);
    }

    /** Fisher 1935, The Design of Experiments, section 21: 863 of 32,768 patterns on each side. */
    @Test
    void the_permutation_test_counts_darwins_maize_as_fisher_did() {
        double[] eighthsOfAnInch = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
        assertEquals(2 * 863 / 32768.0, Permutation.p(eighthsOfAnInch, new Seed(1)), 1e-12);
    }

    @Property(tries = 40)
    void on_correct_and_incorrect_the_permutation_test_is_mcnemars(
            @ForAll @IntRange(min = 0, max = 40) int up,
            @ForAll @IntRange(min = 0, max = 40) int down) {
        double[] differences = new double[up + down + 3];
        for (int i = 0; i < up + down; i++) {
            differences[i] = i < up ? 1 : -1;
        }
        double tolerance = up + down <= Permutation.EXACT_UP_TO ? 1e-12 : 0.02;
        assertEquals(
                PairedComparison.mcNemar(up, down),
                Permutation.p(differences, new Seed(5)),
                tolerance);
    }
}
