package io.oreo.evaluation.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.evaluation.statistics.MajorityAtK.Vote;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {

    private static final Seed SEED = new Seed(1);

    private static List<Vote> votes(String answers, String correct) {
        List<Vote> votes = new ArrayList<>();
        for (String answer : answers.split("", -1)) {
            if (!answer.isEmpty()) {
                boolean none = answer.equals("-");
                votes.add(new Vote(none ? "" : answer, answer.equals(correct)));
            }
        }
        return votes;
    }

    /** 1 - C(n-c, k) / C(n, k) by hand: 1 - 21/252 for the first. */
    @ParameterizedTest
    @CsvSource({
        "10, 3, 5, 0.9166666666666666",
        "4, 1, 1, 0.25",
        "4, 1, 2, 0.5",
        "8, 0, 8, 0",
        "8, 8, 1, 1",
        "200, 1, 100, 0.5"
    })
    void pass_at_k_is_the_unbiased_estimate(int n, int correct, int k, double expected) {
        assertEquals(expected, PassAtK.of(n, correct, k), 1e-12);
    }

    @Test
    void impossible_counts_of_attempts_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(4, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(4, 1, 5));
        assertThrows(
                IllegalArgumentException.class, () -> MajorityAtK.of(votes("a", "a"), 2, SEED));
    }

    @Test
    void a_vote_of_all_goes_to_the_most_frequent_answer() {
        assertEquals(1, MajorityAtK.of(votes("aabc", "a"), 4, SEED));
        assertEquals(0, MajorityAtK.of(votes("aabc", "b"), 4, SEED));
        assertEquals(0.5, MajorityAtK.of(votes("aabb", "b"), 4, SEED), "a tie is shared");
    }

    @Test
    void a_vote_of_one_is_the_mean_accuracy_and_silence_does_not_vote() {
        assertEquals(0.25, MajorityAtK.of(votes("abcd", "a"), 1, SEED), 1e-12);
        assertEquals(1, MajorityAtK.of(votes("a---", "a"), 4, SEED));
        assertEquals(0, MajorityAtK.of(votes("---", "a"), 3, SEED));
    }

    /**
     * Of the four votes of three among a, a, b, c three hold both a's. One tie of three is left.
     */
    @Test
    void a_vote_of_some_is_the_mean_over_all_sets() {
        assertEquals((2 + 2 / 3.0) / 4, MajorityAtK.of(votes("aabc", "a"), 3, SEED), 1e-12);
    }

    @Test
    void many_sets_are_drawn_and_come_close() {
        List<Vote> votes = votes("a".repeat(12) + "b".repeat(8), "a");
        double drawn = MajorityAtK.of(votes, 1 + 2 * 3, SEED);
        double exact = 0;
        for (int correct = 4; correct <= 7; correct++) {
            exact += choose(12, correct) * choose(8, 7 - correct) / choose(20, 7);
        }
        assertEquals(exact, drawn, 0.06);
    }

    private static double choose(int n, int k) {
        double count = 1;
        for (int i = 0; i < k; i++) {
            count = count * (n - i) / (i + 1);
        }
        return count;
    }

    /** Quantiles of Student's distribution as tables print them. */
    @ParameterizedTest
    @CsvSource({"1, 12.7062", "2, 4.3027", "3, 3.1824", "4, 2.7764", "9, 2.2622", "30, 2.0423"})
    void the_spread_over_seeds_uses_students_quantiles(int degrees, double quantile) {
        assertEquals(quantile, Spread.studentQuantile(degrees), 5e-5);
    }

    @Test
    void the_spread_over_seeds_is_mean_and_standard_deviation() {
        Spread spread = Spread.of(0.92, 0.95, 0.935);
        assertEquals(3, spread.count());
        assertEquals(0.935, spread.mean().estimate(), 1e-12);
        assertEquals(0.015, spread.deviation(), 1e-12);
        assertEquals(0.935 - 4.30265 * 0.015 / Math.sqrt(3), spread.mean().low(), 1e-6);
        assertTrue(Double.isInfinite(Spread.of(0.5).mean().high()), "one seed bounds nothing");
    }
}
