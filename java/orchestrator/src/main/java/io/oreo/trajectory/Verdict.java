package io.oreo.trajectory;

/** What a grader says about a response. */
public sealed interface Verdict {

    /** The answer equals the reference; {@code rule} names how the answer was found. */
    record Correct(String answer, String rule) implements Verdict {}

    /** The answer differs from the reference. */
    record Incorrect(String answer, String rule) implements Verdict {}

    /** No answer was found in the response. */
    record NoAnswer(String why) implements Verdict {}

    /** The grader failed, so no answer was found; the response is not to blame. */
    record GraderFailed(String why) implements Verdict {}

    /** The comparison did not end within its limit. Never counted as incorrect in silence. */
    record TimedOut(String answer, String rule) implements Verdict {}

    /** The word that people read; the stored one is older where it differs. */
    default String word() {
        return this instanceof Incorrect ? "incorrect" : label().replace('-', ' ');
    }

    /** The word stored with a trajectory. */
    default String label() {
        return switch (this) {
            case Correct _ -> "correct";
            case Incorrect _ -> "wrong";
            case NoAnswer _, GraderFailed _ -> "no-answer";
            case TimedOut _ -> "timed-out";
        };
    }

    /** The answer that was found, or the empty string. */
    default String answerOrEmpty() {
        return switch (this) {
            case Correct(String answer, String _) -> answer;
            case Incorrect(String answer, String _) -> answer;
            case NoAnswer _, GraderFailed _ -> "";
            case TimedOut(String answer, String _) -> answer;
        };
    }

    /** How the answer was found, or why it was not. */
    default String ruleOrWhy() {
        return switch (this) {
            case Correct(String _, String rule) -> rule;
            case Incorrect(String _, String rule) -> rule;
            case NoAnswer(String why) -> why;
            case GraderFailed(String why) -> "the grader failed: " + why;
            case TimedOut(String _, String rule) -> rule;
        };
    }
}
