package io.oreo.search.strategy;

/**
 * One sampled response, or one sampled action at a time.
 *
 * @param temperature of the tokens
 */
public record Sample(double temperature) implements ResponseStrategy, ActionStrategy {

    public Sample {
        Numbers.of(Sample.class).temperature(temperature).check();
    }

    @Override
    public String label() {
        return "sample" + Numbers.suffix(temperature);
    }

    @Override
    public boolean needsValue() {
        return false;
    }

    @Override
    public long responses() {
        return 1;
    }

    @Override
    public boolean samplesAttempts() {
        return false;
    }
}
