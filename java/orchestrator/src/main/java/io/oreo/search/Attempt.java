package io.oreo.search;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import java.util.OptionalDouble;

/**
 * A response that a search wrote.
 *
 * @param order place in the order of generation within its search, from 0
 * @param tokenIds prompt and response
 * @param promptTokens how many of the tokens are the prompt
 * @param logProbs log mu(a|s) of each token of the response
 * @param stepEnds positions one past the last token of each step, counted from the prompt's start
 * @param response the response as text, without special tokens
 * @param finishReason why it ended; {@code END_TOKEN} is the only finished one
 * @param value V at {@link #lastState}, if the strategy asked for values
 */
public record Attempt(
        int order,
        IntVector tokenIds,
        int promptTokens,
        FloatVector logProbs,
        IntVector stepEnds,
        String response,
        FinishReason finishReason,
        OptionalDouble value)
        implements Choosable {

    @Override
    public boolean finished() {
        return finishReason == FinishReason.END_TOKEN;
    }

    /** Number of tokens of the response. */
    public int responseTokens() {
        return tokenIds.size() - promptTokens;
    }

    /**
     * Where the attempt's value is read, as a number of tokens: the last state in which a token was
     * or would be chosen. The state after the end token is terminal; its value is 0 by definition
     * and no critic learns it.
     */
    public int lastState() {
        return finished() ? tokenIds.size() - 1 : tokenIds.size();
    }
}
