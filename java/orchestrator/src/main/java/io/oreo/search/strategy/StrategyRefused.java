package io.oreo.search.strategy;

import java.util.List;
import java.util.stream.Collectors;

/** A strategy that cannot be: some of its numbers are out of range, or are none. */
public final class StrategyRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    /**
     * What is refused.
     *
     * @param key of the table that defines the search, e.g. {@code depth_max}
     * @param message goes on behind the key, e.g. {@code is 0; it must be at least 1}
     */
    public record Refusal(String key, String message) {}

    StrategyRefused(String strategy, List<Refusal> refusals) {
        super(
                refusals.stream()
                        .map(each -> "%s of %s %s".formatted(each.key(), strategy, each.message()))
                        .collect(Collectors.joining("; ")));
        this.refusals = List.copyOf(refusals);
    }

    /** All that is refused. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
