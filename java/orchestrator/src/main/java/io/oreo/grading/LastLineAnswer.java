package io.oreo.grading;

import io.oreo.grading.math.Decision;
import java.util.Optional;

/** The answer of the arithmetic task: the last line is {@code A: } and a whole number. */
final class LastLineAnswer {

    private static final String MARK = "A: ";

    private LastLineAnswer() {}

    /** The number's digits, exactly as they stand; white space after them is no mistake. */
    static Optional<FoundAnswer> find(String response) {
        String text = response.stripTrailing();
        String line = text.substring(text.lastIndexOf('\n') + 1);
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String digits = line.substring(MARK.length());
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(new FoundAnswer(digits, "A:")) : Optional.empty();
    }

    /** Equal digits are the same answer. */
    static Decision compare(String answer, String reference) {
        return answer.equals(reference) ? Decision.SAME : Decision.DIFFERENT;
    }
}
