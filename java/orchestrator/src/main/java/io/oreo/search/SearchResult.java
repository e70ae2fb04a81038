package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.trajectory.Problem;
import java.util.List;

/**
 * What a search found.
 *
 * @param problem what was to be solved
 * @param answer the response that was chosen
 * @param ending why the search ended
 * @param attempts whole responses in the order of generation: all that were sampled, or all that
 *     left a beam; with {@link Choice} they give the result for fewer attempts as well
 * @param tokensSpent tokens generated for this problem, those of pruned candidates included
 * @param trace every candidate
 */
public record SearchResult(
        Problem problem,
        Attempt answer,
        Ending ending,
        List<Attempt> attempts,
        long tokensSpent,
        SearchTrace trace) {

    public SearchResult {
        requireNonNull(problem, "problem is null");
        attempts = List.copyOf(attempts);
    }

    /** Why a search ended. */
    public enum Ending {
        /** With a finished answer. */
        FINISHED,
        /** No candidate was finished after the most steps allowed. */
        DEPTH,
        /** Every candidate reached the limit of its length. */
        LENGTH,
        /** The token budget ended before any candidate was finished. */
        BUDGET
    }
}
