package io.oreo.search;

import static io.oreo.search.SearchTrace.NodeStatus.DUPLICATE;
import static io.oreo.search.SearchTrace.NodeStatus.FINISHED;
import static io.oreo.search.SearchTrace.NodeStatus.KEPT;
import static io.oreo.search.SearchTrace.NodeStatus.PRUNED;
import static io.oreo.search.SearchTrace.NodeStatus.TRUNCATED;
import static java.util.Objects.requireNonNull;

import io.oreo.search.SearchResult.Ending;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.search.strategy.Dvts;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Step-level beam search by value (arXiv 2412.16145, test-time search), and diverse verifier tree
 * search, which is several such beams of width one side by side.
 *
 * <p>A beam holds partial solutions. In each round every one of them is continued by a number of
 * sampled steps ({@link #expand}), the critic reads V at the end of each new step ({@link #value}),
 * and as many candidates as the beam is wide are kept ({@link #prune}). That needs no model but the
 * critic: V estimates the reward of what the policy would go on to write, so a step is worth as
 * much as the solutions that follow it.
 *
 * <p><b>Lock step.</b> All problems do a round together. A worker is fast on full batches only, and
 * the beams of one problem are too few for one. A problem's result does not depend on the others:
 * the random stream of a candidate follows from the seed, its problem and its place in the tree
 * ({@code 0.3.1}: second continuation of the fourth continuation of the first beam's start).
 *
 * <p><b>What is pruned.</b> A beam of width B keeps the B candidates of highest V, whichever state
 * they continue. Candidates of the same tokens are one candidate: later ones are duplicates,
 * neither valued nor kept, or a beam would fill with copies of a likely step. A candidate that a
 * limit of length or budget truncated cannot be continued and takes no place.
 *
 * <p><b>Ties.</b> Of equal values the candidate that was generated first wins. The order of
 * generation follows from the tree, so a result repeats even where a critic is constant.
 *
 * <p><b>Finished solutions.</b> One that is among the best leaves the beam and takes its place
 * along, so the beam narrows until nothing is left to continue. (The paper's authors keep every
 * finished candidate, and their beam stays as wide.) One that is not among the best is pruned, but
 * is the answer if no better one finishes. The answer is the finished solution of highest V; where
 * none finished, the best of what could not go on, or could not within the limit of steps.
 */
final class BeamSearch {

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble((Candidate c) -> c.value.orElse(Double.NEGATIVE_INFINITY))
                    .reversed()
                    .thenComparingInt(candidate -> candidate.order);

    private final SearchInput.Models models;
    private final SolverLimits limits;
    private final Shape shape;

    /** Independent beams, their width, next steps from each state, most steps. */
    record Shape(int beams, int width, int expansions, int depthMax) {

        static Shape of(StepBeam beam) {
            return new Shape(1, beam.width(), beam.expansions(), beam.depthMax());
        }

        static Shape of(Dvts dvts) {
            return new Shape(dvts.width(), 1, dvts.expansions(), dvts.depthMax());
        }
    }

    /** A state that is to be continued by a step; the label names the step's random stream. */
    private record Expansion(Candidate state, String label) {}

    BeamSearch(SearchInput.Models models, SolverLimits limits, Shape shape) {
        this.models = models;
        this.limits = limits;
        this.shape = shape;
    }

    /** Searches all problems. */
    List<SearchResult> run(List<Prompt> prompts, ResponseStrategy strategy, Seed seed) {
        return grow(prompts, strategy.sampler(), seed).stream()
                .map(tree -> tree.result(strategy.label()))
                .toList();
    }

    /** The finished trees, one per problem. */
    List<Tree> grow(List<Prompt> prompts, Sampler sampler, Seed seed) {
        List<Tree> trees = prompts.stream().map(prompt -> new Tree(prompt, seed)).toList();
        for (int depth = 0; depth < shape.depthMax(); depth++) {
            List<Expansion> selected = select(trees);
            if (selected.isEmpty()) {
                break;
            }
            List<Candidate> candidates = expand(selected, sampler);
            prune(candidates, value(candidates));
        }
        return trees;
    }

    /** Every state of every beam, as often as it is expanded; none of a problem without budget. */
    private List<Expansion> select(List<Tree> trees) {
        List<Expansion> selected = new ArrayList<>();
        for (Tree tree : trees) {
            List<Candidate> states = tree.states();
            tree.claims = states.size() * shape.expansions();
            if (!states.isEmpty() && tree.hasNothingLeft()) {
                tree.starved = true;
                continue;
            }
            for (Candidate state : states) {
                for (int child = 0; child < shape.expansions(); child++) {
                    selected.add(new Expansion(state, state.label + "." + child));
                }
            }
        }
        return selected;
    }

    /** The states continued by a step; a duplicate within its beam is noted, but no candidate. */
    private List<Candidate> expand(List<Expansion> selected, Sampler sampler) {
        List<Continuation.Request> requests = selected.stream().map(BeamSearch::request).toList();
        List<Path> paths =
                new Continuation(models.generator(), limits).run(requests, sampler, true);
        IdentityHashMap<Beam, Set<IntVector>> seen = new IdentityHashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Expansion from = selected.get(i);
            Candidate candidate = from.state().beam.tree.add(from, paths.get(i));
            if (seen.computeIfAbsent(candidate.beam, _ -> new HashSet<>())
                    .add(candidate.path.tokenIds())) {
                candidates.add(candidate);
            } else {
                candidate.status = DUPLICATE;
            }
        }
        return candidates;
    }

    private static Continuation.Request request(Expansion each) {
        Tree tree = each.state().beam.tree;
        return new Continuation.Request(
                each.state().path, tree.seed.child(each.label()), tree.account);
    }

    /** V at the end of each candidate. */
    private List<Double> value(List<Candidate> candidates) {
        return new StateValues(models.valueModel().orElseThrow(), limits.batchSize())
                .ofLastStates(candidates.stream().map(Candidate::attempt).toList());
    }

    /** Each beam keeps those of its candidates that have the highest values. */
    private static void prune(List<Candidate> candidates, List<Double> values) {
        Map<Beam, List<Candidate>> byBeam = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate each = candidates.get(i);
            each.value = OptionalDouble.of(values.get(i));
            byBeam.computeIfAbsent(each.beam, _ -> new ArrayList<>()).add(each);
        }
        byBeam.forEach(Beam::keepBest);
    }

    /** The beams of one problem and all that they tried. */
    final class Tree {
        private final Prompt prompt;
        private final Seed seed;
        private final TokenAccount account = new TokenAccount(limits.tokenBudget());
        private final List<Beam> beams = new ArrayList<>();
        private final List<Candidate> candidates = new ArrayList<>();
        private int claims;
        private boolean starved;

        private Tree(Prompt prompt, Seed seed) {
            this.prompt = prompt;
            this.seed = seed.child(prompt.problem().id().value());
            for (int number = 0; number < shape.beams(); number++) {
                beams.add(new Beam(this, shape.width(), "" + number));
            }
        }

        /** What may be continued. */
        private List<Candidate> states() {
            return beams.stream().flatMap(beam -> beam.states.stream()).toList();
        }

        /** Whether the budget leaves no token for each of the claims of this round. */
        private boolean hasNothingLeft() {
            return account.share(Math.max(1, claims)) == 0;
        }

        private Candidate add(Expansion from, Path path) {
            Candidate candidate =
                    new Candidate(candidates.size(), from.label(), from.state(), path);
            candidates.add(candidate);
            return candidate;
        }

        /** Every candidate, in the order of generation. */
        List<Candidate> candidates() {
            return List.copyOf(candidates);
        }

        private SearchResult result(String label) {
            List<Candidate> solutions = those(FINISHED);
            List<Candidate> outranked =
                    those(PRUNED).stream().filter(c -> c.path.finished()).toList();
            List<Candidate> whole = new ArrayList<>(solutions);
            whole.addAll(outranked);
            Candidate answer = best(solutions).or(() -> best(outranked)).orElseGet(this::beginning);
            if (whole.isEmpty()) {
                whole.add(answer);
            }
            whole.sort(Comparator.comparingInt(candidate -> candidate.order));
            return new SearchResult(
                    prompt.problem(),
                    answer.attempt(),
                    answer.path.finished() ? Ending.FINISHED : why(),
                    whole.stream().map(Candidate::attempt).toList(),
                    account.spent(),
                    new SearchTrace(
                            label,
                            candidates.stream().map(Candidate::node).toList(),
                            answer.order));
        }

        private List<Candidate> those(NodeStatus status) {
            return candidates.stream().filter(each -> each.status == status).toList();
        }

        /** The best of what did not finish. */
        private Candidate beginning() {
            List<Candidate> unfinished = new ArrayList<>(those(TRUNCATED));
            unfinished.addAll(states());
            return best(unfinished).orElseThrow();
        }

        /** Why nothing finished. */
        private Ending why() {
            if (starved) {
                return Ending.BUDGET;
            }
            return states().isEmpty() ? Ending.LENGTH : Ending.DEPTH;
        }

        private static Optional<Candidate> best(List<Candidate> some) {
            return some.stream().min(BEST_FIRST);
        }
    }

    /** A beam: its states, and how many it may hold. */
    private static final class Beam {
        private final Tree tree;
        private int places;
        private List<Candidate> states;

        Beam(Tree tree, int places, String label) {
            this.tree = tree;
            this.places = places;
            this.states = List.of(new Candidate(this, label, Path.of(tree.prompt)));
        }

        /** Takes the place of its states with the best of what continues them. */
        void keepBest(List<Candidate> candidates) {
            List<Candidate> ranked = new ArrayList<>();
            for (Candidate each : candidates) {
                if (each.path.finished() || each.path.open()) {
                    ranked.add(each);
                } else {
                    each.status = TRUNCATED;
                    tree.starved |= tree.hasNothingLeft();
                }
            }
            ranked.sort(BEST_FIRST);
            int free = Math.min(places, ranked.size());
            ranked.subList(free, ranked.size()).forEach(each -> each.status = PRUNED);
            List<Candidate> best = ranked.subList(0, free);
            best.forEach(each -> each.status = each.path.finished() ? FINISHED : KEPT);
            states = best.stream().filter(each -> each.status == KEPT).toList();
            places -= free - states.size();
        }
    }

    /** A partial or whole solution; its label is its place in the tree. */
    static final class Candidate {
        private final int order;
        private final String label;
        private final @Nullable Candidate parent;
        private final Path path;
        private final Beam beam;
        private NodeStatus status = KEPT;
        private OptionalDouble value = OptionalDouble.empty();

        /** The start of a beam: nothing but the prompt. */
        private Candidate(Beam beam, String label, Path path) {
            this.order = SearchTrace.NO_PARENT;
            this.label = label;
            this.parent = null;
            this.path = path;
            this.beam = beam;
        }

        private Candidate(int order, String label, Candidate parent, Path path) {
            this.order = order;
            this.label = label;
            this.parent = parent;
            this.path = path;
            this.beam = parent.beam;
        }

        /** The prompt and all steps up to its own. */
        Path path() {
            return path;
        }

        private Attempt attempt() {
            return path.attempt(order, value);
        }

        /** What it adds to its parent. */
        Node node() {
            Candidate before = requireNonNull(parent, "the start of a beam is no candidate");
            return new Node(
                    order,
                    before.order,
                    path.text().substring(before.path.text().length()),
                    path.responseTokens() - before.path.responseTokens(),
                    value,
                    status);
        }
    }
}
