package io.oreo.trajectory;

/**
 * How tokens are chosen.
 *
 * @param temperature 0 is greedy
 * @param topP nucleus; 1 keeps all
 * @param topK most likely tokens that stay; 0 keeps all
 */
public record Sampler(double temperature, double topP, int topK) {

    /** Always the most likely token. */
    public static final Sampler GREEDY = new Sampler(0, 1, 0);

    /** The policy itself. */
    public static final Sampler PLAIN = new Sampler(1, 1, 0);

    public Sampler {
        if (!(temperature >= 0) || !(topP > 0 && topP <= 1) || topK < 0) {
            throw new IllegalArgumentException(
                    "sampler: temperature %s (>= 0), top-p %s (0 to 1), top-k %s (>= 0)"
                            .formatted(temperature, topP, topK));
        }
    }
}
