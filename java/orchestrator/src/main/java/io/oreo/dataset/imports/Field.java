package io.oreo.dataset.imports;

import java.util.List;
import java.util.Locale;

/** What a field of a row can mean, and the names it goes by unless the user names another. */
public enum Field {
    /** What the policy read: a text, or chat messages. */
    PROMPT("prompt", "question"),
    /** What it wrote: a text, a list of texts that are lines, or chat messages. */
    RESPONSE("response", "completion"),
    /** How good that was: a number, true or false, right or wrong. */
    REWARD("reward", "correct", "label"),
    /** Better response of a preference pair. */
    CHOSEN("chosen"),
    /** Worse response of a preference pair. */
    REJECTED("rejected"),
    /** A chat in which the turns of the assistant are the policy's. */
    MESSAGES("messages"),
    /** A text in which the lines that begin with a marker are the policy's. */
    TRANSCRIPT("transcript"),
    /** Identity of the problem; rows of one problem are attempts at it. */
    PROBLEM("problem_id"),
    /** True where a limit on tokens cut the response off. */
    TRUNCATED("truncated");

    private final List<String> names;

    Field(String... names) {
        this.names = List.of(names);
    }

    /** Names that rows may use, the preferred one first. */
    List<String> names() {
        return names;
    }

    /** The word for it in settings and messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
