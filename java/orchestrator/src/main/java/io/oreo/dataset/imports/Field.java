package io.oreo.dataset.imports;

import java.util.List;
import java.util.Locale;

/** What a field of a row can mean, and the names it goes by unless the user names another. */
public enum Field {
    /** What the policy read: a text, or chat messages. */
    PROMPT,
    /** What it wrote: a text, a list of texts that are lines, or chat messages. */
    RESPONSE,
    /** How good that was: a number, true or false, correct or incorrect. */
    REWARD,
    /** Better response of a preference pair. */
    CHOSEN,
    /** Worse response of a preference pair. */
    REJECTED,
    /** A chat in which the turns of the assistant are the policy's. */
    MESSAGES,
    /** A text in which the lines that begin with a marker are the policy's. */
    TRANSCRIPT,
    /** Identity of the problem; rows of one problem are attempts at it. */
    PROBLEM,
    /** True where a limit on tokens cut the response off; also a finish reason such as "length". */
    TRUNCATED,
    /** Tools that the policy could call, as the model's chat template describes them. */
    TOOLS;

    /** Names that rows may use, the preferred one first. */
    List<String> names() {
        return switch (this) {
            case PROMPT -> List.of("prompt", "question");
            case RESPONSE -> List.of("response", "completion");
            case REWARD -> List.of("reward", "correct", "label");
            case CHOSEN -> List.of("chosen");
            case REJECTED -> List.of("rejected");
            case MESSAGES -> List.of("messages", "conversations");
            case TRANSCRIPT -> List.of("transcript");
            case PROBLEM -> List.of("problem_id");
            case TRUNCATED -> List.of("truncated", "finish_reason", "stop_reason");
            case TOOLS -> List.of("tools");
        };
    }

    /** The word for it in settings and messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
