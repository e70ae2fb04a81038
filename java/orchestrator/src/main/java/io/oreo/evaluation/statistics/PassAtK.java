package io.oreo.evaluation.statistics;

/** Chance that at least one of k attempts is correct. */
public final class PassAtK {

    private PassAtK() {}

    /**
     * The unbiased estimate from n attempts of which c are correct: 1 - C(n-c, k) / C(n, k) (Chen
     * et al. 2021, equation 1).
     *
     * @throws IllegalArgumentException unless 0 &lt;= right &lt;= attempts and 1 &lt;= k &lt;=
     *     attempts
     */
    public static double of(int attempts, int correct, int k) {
        if (correct < 0 || correct > attempts || k < 1 || k > attempts) {
            throw new IllegalArgumentException(
                    "pass@%d of %d attempts, %d of them correct".formatted(k, attempts, correct));
        }
        double none = 1;
        for (int i = 0; i < k; i++) {
            none *= Math.max(0, attempts - correct - i) / (double) (attempts - i);
        }
        return 1 - none;
    }
}
