package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Generator;
import io.oreo.worker.ValueModel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out search strategies. It keeps no state: as safe between threads as its models.
 *
 * <p>The random stream of a candidate follows from the seed, its problem's id and its place in the
 * search tree, so a problem's result does not depend on its neighbours (but for rounding, where a
 * worker's arithmetic depends on what else is in a batch).
 */
public final class Solver {

    private final Models models;
    private final SolverLimits limits;

    public Solver(Models models, SolverLimits limits) {
        this.models = requireNonNull(models, "models is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * What a search asks.
     *
     * @param generator the policy
     * @param valueModel the critic; needed by strategies that choose by value
     * @param answerKey which answers are equal; for votes
     */
    public record Models(
            Generator generator, Optional<ValueModel> valueModel, AnswerKey answerKey) {}

    /**
     * Solves all problems in lock step. One result a prompt, in their order.
     *
     * @throws IllegalArgumentException if a problem is given twice, or the strategy needs a value
     *     model and there is none
     * @throws io.oreo.worker.WorkerException if a worker fails
     */
    public List<SearchResult> solve(List<Prompt> prompts, SearchStrategy strategy, Seed seed) {
        checkDistinct(prompts);
        if (strategy.needsValues() && models.valueModel().isEmpty()) {
            throw new IllegalArgumentException(
                    strategy.label() + " chooses by value and needs a value model; none is given");
        }
        return switch (strategy) {
            case SearchStrategy.Greedy _ ->
                    attempts(1, Sampler.GREEDY, List::getFirst).run(prompts, strategy, seed);
            case SearchStrategy.Sample(Sampler sampler) ->
                    attempts(1, sampler, List::getFirst).run(prompts, strategy, seed);
            case SearchStrategy.BestOfN(int n, Sampler sampler) ->
                    attempts(n, sampler, Choice::byValue).run(prompts, strategy, seed);
            case SearchStrategy.Majority(int n, Sampler sampler) ->
                    attempts(n, sampler, all -> Choice.byMajority(all, models.answerKey()))
                            .run(prompts, strategy, seed);
            case SearchStrategy.ValueWeightedVote(int n, Sampler sampler) ->
                    attempts(n, sampler, all -> Choice.byWeightedVote(all, models.answerKey()))
                            .run(prompts, strategy, seed);
            case SearchStrategy.StepBeam(int width, int expansions, int depth, Sampler sampler) ->
                    steps(new StepSearch.Shape(1, width, expansions, depth))
                            .run(prompts, strategy, seed, sampler);
            case SearchStrategy.Dvts(int trees, int expansions, int depth, Sampler sampler) ->
                    steps(new StepSearch.Shape(trees, 1, expansions, depth))
                            .run(prompts, strategy, seed, sampler);
            case SearchStrategy.BestAction _ ->
                    throw new IllegalArgumentException(
                            strategy.label() + " plays games, which EpisodePlay does");
        };
    }

    private AttemptSearch attempts(int count, Sampler sampler, AttemptSearch.Chooser chooser) {
        return new AttemptSearch(models, limits, count, sampler, chooser);
    }

    private StepSearch steps(StepSearch.Shape shape) {
        return new StepSearch(models, limits, shape);
    }

    private static void checkDistinct(List<Prompt> prompts) {
        Set<ProblemId> seen = new HashSet<>();
        for (Prompt prompt : prompts) {
            if (!seen.add(prompt.problem().id())) {
                throw new IllegalArgumentException(
                        "problem " + prompt.problem().id() + " is given twice; give it once");
            }
        }
    }
}
