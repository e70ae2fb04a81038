package io.oreo.search.strategy;

/**
 * The first of the sampled responses that give the most frequent answer.
 *
 * @param attempts responses that are sampled
 * @param temperature of their tokens
 */
public record Majority(int attempts, double temperature) implements ResponseStrategy {

    public Majority {
        Numbers.of(Majority.class).positive("attempts", attempts).temperature(temperature).check();
    }

    @Override
    public String label() {
        return "majority-" + attempts + Numbers.suffix(temperature);
    }

    @Override
    public boolean needsValue() {
        return false;
    }

    @Override
    public long responses() {
        return attempts;
    }

    @Override
    public boolean samplesAttempts() {
        return false;
    }
}
