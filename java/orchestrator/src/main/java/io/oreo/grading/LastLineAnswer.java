package io.oreo.grading;

import io.oreo.grading.math.Decision;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The answer of the arithmetic task: the last line is {@code A: } and a whole number or, where
 * parity is asked for, {@code even} or {@code odd}.
 */
final class LastLineAnswer {

    private static final String MARK = "A: ";

    private static final Set<String> PARITIES = Set.of("even", "odd");

    private LastLineAnswer() {}

    /** The number's digits, exactly as they stand; white space after them is no mistake. */
    static Optional<FoundAnswer> find(String response) {
        return find(response, LastLineAnswer::isNumber);
    }

    /** The word, exactly; white space after it is no mistake. */
    static Optional<FoundAnswer> findParity(String response) {
        return find(response, PARITIES::contains);
    }

    private static Optional<FoundAnswer> find(String response, Predicate<String> isAnswer) {
        String text = response.stripTrailing();
        String line = text.substring(text.lastIndexOf('\n') + 1);
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String answer = line.substring(MARK.length());
        return isAnswer.test(answer)
                ? Optional.of(new FoundAnswer(answer, "A:"))
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Equal digits, and equal words, are the same answer. */
    static Decision compare(String answer, String reference) {
        return answer.equals(reference) ? Decision.SAME : Decision.DIFFERENT;
    }
}
