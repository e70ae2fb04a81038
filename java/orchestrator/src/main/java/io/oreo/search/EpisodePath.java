package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.Generator.Completion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An episode as the policy reads and writes it: the prompt, then actions and observations in turn,
 * as the tokens that were generated and shown, never made again from text. Observations are no
 * actions: mask 0, log-probability 0, no step.
 *
 * @param tokens everything so far, without rewards
 * @param promptTokens how many of the tokens are the prompt
 * @param text what followed the prompt, as text, observations included
 * @param reason why the last action ended
 */
public record EpisodePath(
        TokenSequence tokens, int promptTokens, String text, FinishReason reason) {

    public EpisodePath {
        requireNonNull(tokens, "tokens is null");
        requireNonNull(reason, "reason is null");
    }

    /** Nothing was written yet. */
    static EpisodePath of(IntVector prompt) {
        TokenSequence tokens =
                new TokenSequence(
                        prompt,
                        ActionMask.afterPrompt(prompt.size(), 0),
                        IntVector.of(),
                        List.of(),
                        Optional.of(FloatVector.of(new float[prompt.size()])));
        return new EpisodePath(tokens, prompt.size(), "", FinishReason.STEP_END);
    }

    /** Followed by an action. */
    EpisodePath acted(Completion action) {
        TokenSequence longer =
                new TokenSequence(
                        tokens.tokenIds().plus(action.tokenIds()),
                        tokens.actionMask().plus(action.tokenIds().size(), true),
                        tokens.stepEnds().plus(action.stepEnds()),
                        List.of(),
                        Optional.of(logProbs().plus(action.logProbs())));
        return new EpisodePath(longer, promptTokens, text + action.text(), action.finishReason());
    }

    /** Followed by what the environment showed. */
    EpisodePath observed(IntVector shown, String shownText) {
        TokenSequence longer =
                new TokenSequence(
                        tokens.tokenIds().plus(shown),
                        tokens.actionMask().plus(shown.size(), false),
                        tokens.stepEnds(),
                        List.of(),
                        Optional.of(logProbs().plus(FloatVector.of(new float[shown.size()]))));
        return new EpisodePath(longer, promptTokens, text + shownText, reason);
    }

    /** Ended because nothing more fits. */
    EpisodePath full() {
        return new EpisodePath(tokens, promptTokens, text, FinishReason.LENGTH);
    }

    /** Ended by the game, whatever ended its last action. */
    EpisodePath ended() {
        return new EpisodePath(tokens, promptTokens, text, FinishReason.STEP_END);
    }

    /** log mu(a|s), one per token, 0 where the token is no action. */
    FloatVector logProbs() {
        return tokens.behaviourLogProbs().orElseThrow();
    }

    /** The same of the tokens behind the prompt. */
    FloatVector responseLogProbs() {
        float[] all = logProbs().toArray();
        return FloatVector.of(Arrays.copyOfRange(all, promptTokens, all.length));
    }

    int size() {
        return tokens.size();
    }
}
