package io.oreo.run;

import java.util.Optional;

/**
 * The name of an evaluation, e.g. {@code sft/step-beam 4x4 by oreo-1}: unique in its run, and
 * readable.
 *
 * @param policy training whose policy answers
 * @param strategy label of the search
 * @param critic training whose critic is asked, if one is
 */
public record EvaluationName(String policy, String strategy, Optional<String> critic) {

    private static final String BY = " by ";

    /** The text. */
    @Override
    public String toString() {
        return policy + "/" + strategy + critic.map(name -> BY + name).orElse("");
    }

    /** The name in a text that {@link #toString} wrote. */
    public static EvaluationName parse(String text) {
        int slash = text.indexOf('/');
        int by = text.indexOf(BY, slash);
        return new EvaluationName(
                text.substring(0, slash),
                text.substring(slash + 1, by < 0 ? text.length() : by),
                by < 0 ? Optional.empty() : Optional.of(text.substring(by + BY.length())));
    }
}
