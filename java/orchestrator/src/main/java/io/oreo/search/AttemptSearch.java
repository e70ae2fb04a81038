package io.oreo.search;

import io.oreo.search.SearchResult.Ending;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Samples whole responses and chooses one: greedy decoding, one sample, best-of-N and votes. The
 * n-th attempt is the same whatever the number of attempts, as long as no budget binds.
 */
final class AttemptSearch {

    private final SearchInput.Models models;
    private final SolverLimits limits;
    private final int count;
    private final Chooser chooser;

    AttemptSearch(SearchInput.Models models, SolverLimits limits, int count, Chooser chooser) {
        this.models = models;
        this.limits = limits;
        this.count = count;
        this.chooser = chooser;
    }

    /** Picks the answer among the attempts. */
    interface Chooser {
        Attempt of(List<Attempt> attempts);
    }

    List<SearchResult> run(List<Prompt> prompts, ResponseStrategy strategy, Seed seed) {
        List<TokenAccount> accounts = new ArrayList<>();
        List<Continuation.Request> requests = new ArrayList<>();
        for (Prompt prompt : prompts) {
            TokenAccount account = new TokenAccount(limits.tokenBudget());
            Seed ofProblem = seed.child(prompt.problem().id().value());
            accounts.add(account);
            for (int order = 0; order < count; order++) {
                requests.add(
                        new Continuation.Request(Path.of(prompt), ofProblem.child(order), account));
            }
        }
        List<Path> paths =
                new Continuation(models.generator(), limits)
                        .run(requests, strategy.sampler(), false);
        List<Attempt> attempts = attempts(paths, strategy.needsValue());
        List<SearchResult> results = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<Attempt> own = attempts.subList(i * count, (i + 1) * count);
            results.add(result(prompts.get(i), own, accounts.get(i), strategy));
        }
        return results;
    }

    private List<Attempt> attempts(List<Path> paths, boolean withValues) {
        List<Attempt> bare = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            bare.add(paths.get(i).attempt(i % count, OptionalDouble.empty()));
        }
        if (!withValues) {
            return bare;
        }
        List<Double> values =
                new StateValues(models.valueModel().orElseThrow(), limits.batchSize())
                        .ofLastStates(bare);
        List<Attempt> valued = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            valued.add(paths.get(i).attempt(i % count, OptionalDouble.of(values.get(i))));
        }
        return valued;
    }

    private SearchResult result(
            Prompt prompt,
            List<Attempt> attempts,
            TokenAccount account,
            ResponseStrategy strategy) {
        Attempt answer = chooser.of(attempts);
        Ending ending = Ending.LENGTH;
        if (answer.finished()) {
            ending = Ending.FINISHED;
        } else if (account.share(count) == 0) {
            ending = Ending.BUDGET;
        }
        SearchTrace trace = new SearchTrace(strategy.label(), nodes(attempts), answer.order());
        return new SearchResult(prompt.problem(), answer, ending, attempts, account.spent(), trace);
    }

    private static List<Node> nodes(List<Attempt> attempts) {
        Set<IntVector> seen = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        for (Attempt attempt : attempts) {
            NodeStatus status = attempt.finished() ? NodeStatus.FINISHED : NodeStatus.TRUNCATED;
            nodes.add(
                    new Node(
                            attempt.order(),
                            SearchTrace.NO_PARENT,
                            attempt.response(),
                            attempt.responseTokens(),
                            attempt.value(),
                            seen.add(attempt.tokenIds()) ? status : NodeStatus.DUPLICATE));
        }
        return nodes;
    }
}
