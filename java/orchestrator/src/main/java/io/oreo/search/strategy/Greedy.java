package io.oreo.search.strategy;

/** One response, or one action at a time: always the most likely token. */
public record Greedy() implements ResponseStrategy, ActionStrategy {

    @Override
    public double temperature() {
        return 0;
    }

    @Override
    public String label() {
        return "greedy";
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
