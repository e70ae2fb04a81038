package io.oreo.evaluation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.oreo.search.SearchResult;
import io.oreo.search.SearchTrace;
import io.oreo.trajectory.ProblemId;
import java.util.List;
import java.util.Optional;

/**
 * How a search fared on a problem.
 *
 * @param problem what was to be solved
 * @param group with which other problems it is reported
 * @param answer the response that was chosen
 * @param attempts all whole responses, in the order of generation, the answer among them where the
 *     search samples whole responses
 * @param ending why the search ended
 * @param tokensSpent tokens generated for the problem, those of pruned candidates included
 * @param prompt what was asked, kept with the trace
 * @param trace every candidate, for the few problems whose search is kept
 */
public record ProblemResult(
        ProblemId problem,
        String group,
        AttemptResult answer,
        List<AttemptResult> attempts,
        SearchResult.Ending ending,
        @JsonProperty("tokens") long tokensSpent,
        Optional<String> prompt,
        Optional<SearchTrace> trace) {

    public ProblemResult {
        requireNonNull(problem, "problem is null");
        attempts = List.copyOf(attempts);
    }

    /** Whether the chosen response is correct. */
    public boolean correct() {
        return answer.correct();
    }
}
