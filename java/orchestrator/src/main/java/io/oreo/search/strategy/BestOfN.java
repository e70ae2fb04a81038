package io.oreo.search.strategy;

/**
 * The sampled response with the highest value.
 *
 * @param attempts responses that are sampled
 * @param temperature of their tokens
 */
public record BestOfN(int attempts, double temperature) implements ResponseStrategy {

    public BestOfN {
        Numbers.of(BestOfN.class).positive("attempts", attempts).temperature(temperature).check();
    }

    @Override
    public String label() {
        return "best-of-" + attempts + Numbers.suffix(temperature);
    }

    @Override
    public boolean needsValue() {
        return true;
    }

    @Override
    public long responses() {
        return attempts;
    }

    @Override
    public boolean samplesAttempts() {
        return true;
    }
}
