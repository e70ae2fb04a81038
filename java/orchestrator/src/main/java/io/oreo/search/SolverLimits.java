package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.worker.StepRule;
import java.util.OptionalInt;

/**
 * Bounds of a search.
 *
 * @param stepRule what ends a step
 * @param maxNewTokens most tokens of a response
 * @param maxLength most tokens of prompt and response; 0: the model's context length
 * @param batchSize most prefixes, or states, in one worker call
 * @param tokenBudget most tokens that may be generated for one problem, all candidates together;
 *     never exceeded; empty: no limit
 */
public record SolverLimits(
        StepRule stepRule,
        int maxNewTokens,
        int maxLength,
        int batchSize,
        OptionalInt tokenBudget) {

    public SolverLimits {
        requireNonNull(stepRule, "stepRule is null");
        if (maxNewTokens < 1 || maxLength < 0 || batchSize < 1 || tokenBudget.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    ("search limits: maxNewTokens %d (>= 1), maxLength %d (>= 0), "
                                            + "batchSize %d (>= 1),")
                                    .formatted(maxNewTokens, maxLength, batchSize)
                            + " token budget %s (>= 1)".formatted(tokenBudget));
        }
    }

    /** Without a budget. */
    public SolverLimits(StepRule stepRule, int maxNewTokens, int maxLength, int batchSize) {
        this(stepRule, maxNewTokens, maxLength, batchSize, OptionalInt.empty());
    }
}
