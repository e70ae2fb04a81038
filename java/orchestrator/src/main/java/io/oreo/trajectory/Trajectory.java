package io.oreo.trajectory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One attempt at a problem, from prompt to outcome. The unit that is stored, graded and trained on.
 *
 * @param id unique in its dataset; also fixes the order of the data
 * @param problem what was attempted
 * @param origin where the attempt comes from
 * @param author the policy that wrote it; empty if unknown
 * @param tokens what was read and written
 * @param response what was written, as text, without special tokens
 * @param sampler how tokens were chosen; empty if unknown
 * @param seed the attempt's random stream; 0 if unknown
 * @param finishReason why it ended
 * @param outcome how it came out
 * @param tokenizerKey SHA-256 over the files of the tokenizer the ids belong to
 */
public record Trajectory(
        String id,
        ProblemId problem,
        Origin origin,
        Optional<ModelVersion> author,
        TokenSequence tokens,
        String response,
        Optional<Sampler> sampler,
        long seed,
        FinishReason finishReason,
        Outcome outcome,
        String tokenizerKey) {

    /** Return from which an attempt counts as correct, everywhere. */
    public static final double CORRECT_FROM = 0.5;

    public Trajectory {
        requireNonNull(problem, "problem is null");
        requireNonNull(outcome, "outcome is null");
        if (id.isBlank() || tokenizerKey.isBlank()) {
            throw new IllegalArgumentException("a trajectory needs an id and a tokenizer key");
        }
    }

    /** Graded, and correct: a reward of at least {@link #CORRECT_FROM}. */
    public boolean isCorrect() {
        return outcome instanceof Outcome.Graded graded && graded.reward() >= CORRECT_FROM;
    }

    /** Graded, and not correct. */
    public boolean isIncorrect() {
        return outcome instanceof Outcome.Graded graded && graded.reward() < CORRECT_FROM;
    }

    /** The same attempt with this outcome and, at its last action token, the outcome's reward. */
    public Trajectory graded(Outcome.Graded grade) {
        TokenSequence rewarded =
                grade.reward() == 0
                        ? tokens.withRewards(List.of())
                        : tokens.withRewards(
                                List.of(new Reward(tokens.actionMask().last(), grade.reward())));
        return withOutcome(rewarded, grade);
    }

    /** The same attempt, marked as broken. */
    public Trajectory broken(String why) {
        return withOutcome(tokens, new Outcome.Broken(why));
    }

    /** The same attempt with what became of it. */
    public Trajectory with(Outcome known) {
        return switch (known) {
            case Outcome.Graded grade -> graded(grade);
            case Outcome.Broken(String why) -> broken(why);
            case Outcome.Ungraded _ -> this;
        };
    }

    private Trajectory withOutcome(TokenSequence newTokens, Outcome newOutcome) {
        return new Trajectory(
                id,
                problem,
                origin,
                author,
                newTokens,
                response,
                sampler,
                seed,
                finishReason,
                newOutcome,
                tokenizerKey);
    }
}
