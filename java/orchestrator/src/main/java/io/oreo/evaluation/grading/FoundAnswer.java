package io.oreo.evaluation.grading;

/**
 * An answer as it stands in a response.
 *
 * @param text the answer, without blanks around it
 * @param rule how it was found, stored with the verdict
 */
record FoundAnswer(String text, String rule) {}
