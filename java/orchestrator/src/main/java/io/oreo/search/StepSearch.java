package io.oreo.search;

import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * Step-level beam search by value, and diverse verifier tree search, which is several such beams of
 * width one side by side (oreo.md, section 6).
 *
 * <p>In every round each problem expands all states of its beams by one step; equal candidates of a
 * beam become one; the critic reads all of them; each beam keeps the best. A finished solution that
 * is among the best leaves the beam with its value and takes its place along, so the beam narrows
 * until nothing is left to expand. A candidate that was cut by a limit cannot go on and takes no
 * place. All problems do a round together, so that each worker call is a full batch.
 */
final class StepSearch {

    private final Solver.Models models;
    private final SolverLimits limits;
    private final Shape shape;

    StepSearch(Solver.Models models, SolverLimits limits, Shape shape) {
        this.models = models;
        this.limits = limits;
        this.shape = shape;
    }

    /** Independent beams, their width, next steps from each state, most steps. */
    record Shape(int beams, int width, int expansions, int depthMax) {}

    List<SearchResult> run(
            List<Prompt> prompts, SearchStrategy strategy, Seed seed, Sampler sampler) {
        Continuation continuation = new Continuation(models.generator(), limits);
        StateValues values = new StateValues(models.valueModel().orElseThrow(), limits.batchSize());
        List<SearchTree> trees = new ArrayList<>();
        for (Prompt prompt : prompts) {
            Seed ofProblem = seed.child(prompt.problem().id().value());
            trees.add(
                    new SearchTree(
                            prompt, ofProblem, shape, new TokenAccount(limits.tokenBudget())));
        }
        for (int depth = 0; depth < shape.depthMax(); depth++) {
            List<Continuation.Request> requests = new ArrayList<>();
            for (SearchTree tree : trees) {
                requests.addAll(tree.requests());
            }
            if (requests.isEmpty()) {
                break;
            }
            grow(trees, continuation.run(requests, sampler, true));
            judge(trees, values);
        }
        return trees.stream().map(tree -> tree.result(strategy.label())).toList();
    }

    private static void grow(List<SearchTree> trees, List<Path> paths) {
        int start = 0;
        for (SearchTree tree : trees) {
            int end = start + tree.requested();
            tree.grow(paths.subList(start, end));
            start = end;
        }
    }

    private static void judge(List<SearchTree> trees, StateValues values) {
        List<Attempt> states = new ArrayList<>();
        for (SearchTree tree : trees) {
            states.addAll(tree.toJudge());
        }
        List<Double> read = values.ofLastStates(states);
        int start = 0;
        for (SearchTree tree : trees) {
            int end = start + tree.toJudge().size();
            tree.select(read.subList(start, end));
            start = end;
        }
    }
}
