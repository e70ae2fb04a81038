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
        AnswerKey key = models.answerKey();
        return switch (strategy) {
            case Greedy _, Sample _ -> attempts(1, List::getFirst).run(prompts, strategy, seed);
            case BestOfN best ->
                    attempts(best.attempts(), Choice::byValue).run(prompts, strategy, seed);
            case Majority vote ->
                    attempts(vote.attempts(), all -> Choice.byMajority(all, key))
                            .run(prompts, strategy, seed);
            case ValueVote vote ->
                    attempts(vote.attempts(), all -> Choice.byWeightedVote(all, key))
                            .run(prompts, strategy, seed);
            case StepBeam beam -> beams(Shape.of(beam)).run(prompts, strategy, seed);
            case Dvts trees -> beams(Shape.of(trees)).run(prompts, strategy, seed);
        };
    }

    private AttemptSearch attempts(int count, AttemptSearch.Chooser chooser) {
        return new AttemptSearch(models, limits, count, chooser);
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
