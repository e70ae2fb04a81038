package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.search.BeamSearch.Shape;
import io.oreo.search.strategy.BestOfN;
import io.oreo.search.strategy.Dvts;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.Majority;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.Sample;
import io.oreo.search.strategy.StepBeam;
import io.oreo.search.strategy.ValueVote;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Carries out search strategies. It keeps no state: as safe between threads as its models.
 *
 * <p>The random stream of a candidate follows from the seed, its problem's id and its place in the
 * search tree, so a problem's result does not depend on its neighbours (but for rounding, where a
 * worker's arithmetic depends on what else is in a batch).
 */
public final class Solver {

    private final SearchInput.Models models;
    private final SolverLimits limits;

    public Solver(SearchInput.Models models, SolverLimits limits) {
        this.models = requireNonNull(models, "models is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * Solves all problems in lock step. One result a prompt, in their order.
     *
     * @throws IllegalArgumentException if a problem is given twice, or the strategy needs a value
     *     model and there is none
     * @throws io.oreo.worker.WorkerException if a worker fails
     */
    public List<SearchResult> solve(List<Prompt> prompts, ResponseStrategy strategy, Seed seed) {
        checkDistinct(prompts);
        if (strategy.needsValue() && models.valueModel().isEmpty()) {
            throw new IllegalArgumentException(
                    strategy.label() + " chooses by value and needs a value model; none is given");
        }
        return switch (strategy) {
            case Greedy _ ->
                    attempts(1, Sampler.GREEDY, List::getFirst).run(prompts, strategy, seed);
            case Sample sample ->
                    attempts(1, sample.sampler(), List::getFirst).run(prompts, strategy, seed);
            case BestOfN best ->
                    attempts(best.attempts(), best.sampler(), Choice::byValue)
                            .run(prompts, strategy, seed);
            case Majority vote ->
                    attempts(
                                    vote.attempts(),
                                    vote.sampler(),
                                    all -> Choice.byMajority(all, models.answerKey()))
                            .run(prompts, strategy, seed);
            case ValueVote vote ->
                    attempts(
                                    vote.attempts(),
                                    vote.sampler(),
                                    all -> Choice.byWeightedVote(all, models.answerKey()))
                            .run(prompts, strategy, seed);
            case StepBeam beam -> beams(Shape.of(beam)).run(prompts, seed, strategy.label());
            case Dvts trees -> beams(Shape.of(trees)).run(prompts, seed, strategy.label());
        };
    }

    private AttemptSearch attempts(int count, Sampler sampler, AttemptSearch.Chooser chooser) {
        return new AttemptSearch(models, limits, count, sampler, chooser);
    }

    private BeamSearch beams(Shape shape) {
        return new BeamSearch(models, limits, shape);
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
