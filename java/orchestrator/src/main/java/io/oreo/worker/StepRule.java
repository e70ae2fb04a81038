package io.oreo.worker;

import java.util.List;

/**
 * Where a step ends.
 *
 * @param delimiters texts that end a step; one that ends in a blank asks that the next token begins
 *     with one; empty: the whole response is one step
 */
public record StepRule(List<String> delimiters) {

    public StepRule {
        delimiters = List.copyOf(delimiters);
    }
}
