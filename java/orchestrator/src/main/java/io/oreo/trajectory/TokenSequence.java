package io.oreo.trajectory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A prompt and what followed it, as tokens: mirrors {@code TokenSequence} of the protocol.
 *
 * @param tokenIds all tokens: prompt, actions, observations
 * @param actionMask true where the policy chose the token
 * @param stepEnds position one past the last token of each step, ascending
 * @param rewards rewards that are not zero, each at an action token
 * @param behaviourLogProbs log mu(a|s) at sampling time, one entry per token, zero where the token
 *     is no action; empty if unknown
 */
public record TokenSequence(
        IntVector tokenIds,
        ActionMask actionMask,
        IntVector stepEnds,
        List<Reward> rewards,
        Optional<FloatVector> behaviourLogProbs) {

    public TokenSequence {
        requireNonNull(tokenIds, "tokenIds is null");
        rewards = List.copyOf(rewards);
        int size = tokenIds.size();
        check(actionMask.size() == size, "the action mask has another length than the tokens");
        check(size > 0 && !actionMask.get(0), "a sequence begins with a prompt token");
        check(
                behaviourLogProbs.map(FloatVector::size).orElse(size) == size,
                "the behaviour log-probabilities have another length than the tokens");
        checkSteps(stepEnds, actionMask);
        for (Reward reward : rewards) {
            check(
                    reward.position() < size && actionMask.get(reward.position()),
                    "a reward stands where no action is: " + reward);
        }
    }

    /** The same tokens with these rewards. */
    public TokenSequence withRewards(List<Reward> newRewards) {
        return new TokenSequence(tokenIds, actionMask, stepEnds, newRewards, behaviourLogProbs);
    }

    /** Number of tokens. */
    public int size() {
        return tokenIds.size();
    }

    private static void checkSteps(IntVector stepEnds, ActionMask mask) {
        int previous = 0;
        for (int i = 0; i < stepEnds.size(); i++) {
            check(stepEnds.get(i) > previous, "step ends do not ascend: " + stepEnds);
            previous = stepEnds.get(i);
        }
        check(previous <= mask.size(), "a step ends after the sequence");
        check(mask.last() < previous || mask.count() == 0, "the last step misses action tokens");
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
