package io.oreo.search;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Prompt;
import io.oreo.worker.Generator.Completion;
import java.util.OptionalDouble;

/**
 * A partial or whole solution: the prompt and what was generated after it.
 *
 * @param promptTokens how many of the tokens are the prompt
 * @param text what was generated, as text
 * @param reason why the last continuation ended
 */
record Path(
        IntVector tokenIds,
        int promptTokens,
        FloatVector logProbs,
        IntVector stepEnds,
        String text,
        FinishReason reason) {

    /** Nothing generated yet. */
    static Path of(Prompt prompt) {
        IntVector tokens = prompt.tokenIds();
        return new Path(
                tokens, tokens.size(), FloatVector.of(), IntVector.of(), "", FinishReason.STEP_END);
    }

    /** This path continued; {@code sameStep} says that its last step was cut and goes on. */
    Path plus(Completion completion, boolean sameStep) {
        IntVector ends = sameStep ? withoutLastEnd() : stepEnds;
        return new Path(
                tokenIds.plus(completion.tokenIds()),
                promptTokens,
                logProbs.plus(completion.logProbs()),
                ends.plus(completion.stepEnds()),
                text + completion.text(),
                completion.finishReason());
    }

    int responseTokens() {
        return tokenIds.size() - promptTokens;
    }

    boolean finished() {
        return reason == FinishReason.END_TOKEN;
    }

    /** Whether another step may follow. */
    boolean open() {
        return reason == FinishReason.STEP_END;
    }

    Attempt attempt(int order, OptionalDouble value) {
        return new Attempt(order, tokenIds, promptTokens, logProbs, stepEnds, text, reason, value);
    }

    /** A cut step ends, for the worker, where it was cut. */
    private IntVector withoutLastEnd() {
        return stepEnds.isEmpty() ? stepEnds : stepEnds.slice(0, stepEnds.size() - 1);
    }
}
