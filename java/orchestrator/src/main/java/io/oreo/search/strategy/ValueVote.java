package io.oreo.search.strategy;

/**
 * Like {@link Majority}, each vote weighing the value of its response.
 *
 * @param attempts responses that are sampled
 * @param temperature of their tokens
 */
public record ValueVote(int attempts, double temperature) implements ResponseStrategy {

    public ValueVote {
        Numbers.of(ValueVote.class).positive("attempts", attempts).temperature(temperature).check();
    }

    @Override
    public String label() {
        return "value-vote-" + attempts + Numbers.suffix(temperature);
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
