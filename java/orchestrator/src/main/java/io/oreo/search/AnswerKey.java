package io.oreo.search;

import java.util.Optional;

/** Finds the answer in a response, in a form in which equal answers are equal texts; for votes. */
@FunctionalInterface
public interface AnswerKey {

    /** The answer, or nothing if the response gives none. */
    Optional<String> find(String response);
}
