package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.Environment;
import io.oreo.environment.Transcript;
import io.oreo.worker.StepRule;
import io.oreo.worker.StopRule;
import java.util.List;

/**
 * What bounds the episodes of a run.
 *
 * @param environment where the games are
 * @param transcript how they are read
 * @param stepLimit most actions of an episode
 * @param maxActionTokens most tokens of an action; a longer one is cut and played as it is
 * @param maxLength most tokens of an episode, observations included; 0: no limit
 * @param batchSize most prefixes, or states, in one worker call
 */
public record EpisodeRules(
        Environment environment,
        Transcript transcript,
        int stepLimit,
        int maxActionTokens,
        int maxLength,
        int batchSize) {

    public EpisodeRules {
        requireNonNull(environment, "environment is null");
        requireNonNull(transcript, "transcript is null");
        if (stepLimit < 1 || maxActionTokens < 1 || maxLength < 0 || batchSize < 1) {
            throw new IllegalArgumentException(
                    ("episodes: stepLimit %d (>= 1), maxActionTokens %d (>= 1), maxLength %d (>="
                                    + " 0), batchSize %d (>= 1)")
                            .formatted(stepLimit, maxActionTokens, maxLength, batchSize));
        }
    }

    /** An action ends with its line, or with the end token where a chat template sets turns. */
    public static StepRule stepRule(Transcript transcript) {
        return new StepRule(transcript.chat() ? List.of() : List.of(Transcript.COMMAND_END));
    }

    StopRule stop() {
        return new StopRule(true, stepRule(transcript), maxActionTokens, maxLength);
    }

    boolean isFull(int tokens) {
        return maxLength > 0 && tokens >= maxLength;
    }
}
