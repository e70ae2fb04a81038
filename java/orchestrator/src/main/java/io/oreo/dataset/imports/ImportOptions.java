package io.oreo.dataset.imports;

import static java.util.Objects.requireNonNull;

import io.oreo.worker.StepRule;

/**
 * How rows are understood and stored.
 *
 * @param fields which fields mean what
 * @param layout how turns become one text
 * @param rewards whether a row needs a reward
 * @param stepRule where a step of a response ends
 * @param maxLength most tokens of an attempt, prompt included, at least 2
 * @param maxDropped share of the attempts that may be dropped, 0 to 1
 * @param limit most rows that are read, over all files, at least 1
 */
public record ImportOptions(
        FieldNames fields,
        Layout layout,
        Rewards rewards,
        StepRule stepRule,
        int maxLength,
        double maxDropped,
        int limit) {

    public ImportOptions {
        requireNonNull(fields, "fields is null");
        requireNonNull(layout, "layout is null");
        requireNonNull(rewards, "rewards is null");
        requireNonNull(stepRule, "stepRule is null");
        if (maxLength < 2 || !(maxDropped >= 0 && maxDropped <= 1) || limit < 1) {
            throw new IllegalArgumentException(
                    "at most %d tokens (>= 2), a share of %s dropped (0 to 1), %d rows (>= 1)"
                            .formatted(maxLength, maxDropped, limit));
        }
    }

    /** How turns become one text. */
    public sealed interface Layout {

        /** As the tokenizer's chat template says. */
        record ChatTemplate() implements Layout {}

        /**
         * Texts after each other, as they are.
         *
         * @param separator stands between the prompt and the response of a row
         * @param rendered control tokens that prompts spell out are tokens; otherwise they are text
         */
        record Plain(String separator, boolean rendered) implements Layout {

            /** Prompts that are texts. */
            public Plain(String separator) {
                this(separator, false);
            }
        }
    }

    /** Whether a row needs a reward. */
    public enum Rewards {
        /** A row without one is dropped. */
        REQUIRED,
        /** A row without one is stored ungraded: something to imitate. */
        OPTIONAL
    }
}
