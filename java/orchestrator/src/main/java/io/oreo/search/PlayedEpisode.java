package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.EpisodeEnd;
import io.oreo.search.SearchTrace.Node;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An episode that is over.
 *
 * @param prompt the game and its start as the policy read it
 * @param path what was written and shown
 * @param end how the game ended; empty if the policy could not go on: its context was full (finish
 *     reason LENGTH) or it wrote the end token (END_TOKEN)
 * @param tokensSpent tokens generated, those of pruned candidates included
 * @param nodes candidates, for the trace
 * @param lastNode order of the last action's node; -1 if there is none
 */
public record PlayedEpisode(
        Prompt prompt,
        EpisodePath path,
        Optional<EpisodeEnd> end,
        long tokensSpent,
        List<Node> nodes,
        int lastNode) {

    public PlayedEpisode {
        requireNonNull(prompt, "prompt is null");
        requireNonNull(end, "end is null");
        nodes = List.copyOf(nodes);
    }

    /** Whether the goal was reached. */
    public boolean won() {
        return end.isPresent() && end.get() instanceof EpisodeEnd.Won;
    }

    /** Whether the game or what plays it failed. */
    public boolean failed() {
        return end.isPresent() && end.get() instanceof EpisodeEnd.Failed;
    }

    /** How it ended, in words. */
    public String ending() {
        if (end.isPresent()) {
            return switch (end.get()) {
                case EpisodeEnd.Won _ -> "won";
                case EpisodeEnd.Lost _ -> "the game was over";
                case EpisodeEnd.StepLimit _ -> "the steps were used up";
                case EpisodeEnd.Failed failed -> failed.message();
            };
        }
        return path.reason() == FinishReason.LENGTH
                ? "the context was full"
                : "the policy ended the episode";
    }

    /** The same as the result of a search. */
    public SearchResult result(String strategy) {
        SearchResult.Ending why = SearchResult.Ending.FINISHED;
        if (path.reason() == FinishReason.LENGTH) {
            why = SearchResult.Ending.LENGTH;
        } else if (end.isPresent() && end.get() instanceof EpisodeEnd.StepLimit) {
            why = SearchResult.Ending.DEPTH;
        }
        Attempt attempt =
                new Attempt(
                        0,
                        path.tokens().tokenIds(),
                        path.promptTokens(),
                        path.responseLogProbs(),
                        path.tokens().stepEnds(),
                        path.text(),
                        path.reason(),
                        OptionalDouble.empty());
        return new SearchResult(
                prompt.problem(),
                attempt,
                why,
                List.of(attempt),
                tokensSpent,
                new SearchTrace(strategy, nodes, lastNode));
    }
}
