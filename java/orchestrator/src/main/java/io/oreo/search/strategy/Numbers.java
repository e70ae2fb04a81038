package io.oreo.search.strategy;

import io.oreo.search.strategy.StrategyRefused.Refusal;
import java.util.ArrayList;
import java.util.List;

/** The numbers that strategies share: their ranges, and how they stand in a label. */
final class Numbers {

    private static final double HOTTEST = 10;

    private final String strategy;
    private final List<Refusal> refusals = new ArrayList<>();

    private Numbers(String strategy) {
        this.strategy = strategy;
    }

    /** Begins the check of a record's numbers. */
    static Numbers of(Class<? extends SearchStrategy> strategy) {
        return new Numbers(StrategyTable.name(strategy));
    }

    Numbers positive(String key, int value) {
        if (value < 1) {
            refusals.add(new Refusal(key, "is %d; it must be at least 1".formatted(value)));
        }
        return this;
    }

    /** The temperature of a search that samples. */
    Numbers temperature(double value) {
        if (value == 0) {
            refusals.add(
                    new Refusal(
                            "temperature",
                            "is 0, so %s would draw the same text each time; set it to 1"
                                    .formatted(strategy)));
        } else if (!(value > 0 && value <= HOTTEST)) {
            refusals.add(
                    new Refusal(
                            "temperature", "is %s; it must lie between 0 and 10".formatted(value)));
        }
        return this;
    }

    /** Ends the check: refuses all numbers that are out of range, at once. */
    void check() {
        if (!refusals.isEmpty()) {
            throw new StrategyRefused(strategy, refusals);
        }
    }

    /** How a temperature other than the policy's own shows in a label. */
    static String suffix(double temperature) {
        return temperature == 1 ? "" : " T=" + temperature;
    }
}
