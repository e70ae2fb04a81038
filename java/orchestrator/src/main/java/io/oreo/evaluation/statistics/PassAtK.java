package io.oreo.evaluation.statistics;

/** Chance that at least one of k attempts is right. */
public final class PassAtK {

    private PassAtK() {}

    /**
     * The unbiased estimate from n attempts of which c are right: 1 - C(n-c, k) / C(n, k) (Chen et
     * al. 2021, equation 1).
     *
     * @throws IllegalArgumentException unless 0 &lt;= right &lt;= attempts and 1 &lt;= k &lt;=
     *     attempts
     */
    public static double of(int attempts, int right, int k) {
        if (right < 0 || right > attempts || k < 1 || k > attempts) {
            throw new IllegalArgumentException(
                    "pass@%d of %d attempts, %d of them right".formatted(k, attempts, right));
        }
        double none = 1;
        for (int i = 0; i < k; i++) {
            none *= Math.max(0, attempts - right - i) / (double) (attempts - i);
        }
        return 1 - none;
    }
}
