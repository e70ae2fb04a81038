package io.oreo.grading;

/**
 * An answer as it stands in a response.
 *
 * @param text the answer, without blanks around it
 * @param rule how it was found, stored with the verdict
 * @param together the answer with those of the boxes in front of it in its sentence; else equal to
 *     {@code text}. A reference of several parts may be met by it.
 */
public record FoundAnswer(String text, String rule, String together) {

    FoundAnswer(String text, String rule) {
        this(text, rule, text);
    }
}
