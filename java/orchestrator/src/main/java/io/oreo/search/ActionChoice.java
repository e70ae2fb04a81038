package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.search.strategy.ActionStrategy;
import io.oreo.search.strategy.BestAction;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.Sample;
import io.oreo.trajectory.Sampler;

/**
 * How an action is chosen.
 *
 * @param candidates actions that are proposed; of several, the one whose resulting state is worth
 *     most is taken
 * @param sampler how they are written
 */
public record ActionChoice(int candidates, Sampler sampler) {

    public ActionChoice {
        requireNonNull(sampler, "sampler is null");
        if (candidates < 1) {
            throw new IllegalArgumentException("a choice among " + candidates + " actions");
        }
    }

    /** The action that the policy writes. */
    public static ActionChoice written(Sampler sampler) {
        return new ActionChoice(1, sampler);
    }

    /** How a strategy chooses actions. */
    public static ActionChoice of(ActionStrategy strategy) {
        return switch (strategy) {
            case Greedy _, Sample _ -> written(strategy.sampler());
            case BestAction best -> new ActionChoice(best.attempts(), best.sampler());
        };
    }

    boolean needsValues() {
        return candidates > 1;
    }
}
