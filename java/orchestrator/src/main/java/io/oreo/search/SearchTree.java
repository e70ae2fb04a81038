package io.oreo.search;

import io.oreo.search.SearchResult.Ending;
import io.oreo.search.SearchTrace.Fate;
import io.oreo.search.SearchTrace.Node;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The beams of one problem, from round to round. Not thread-safe; one search owns it. */
final class SearchTree {

    private static final Comparator<Leaf> BEST_FIRST =
            Comparator.comparingDouble((Leaf leaf) -> leaf.value)
                    .reversed()
                    .thenComparingInt(leaf -> leaf.order);

    private final Prompt prompt;
    private final Seed seed;
    private final StepSearch.Shape shape;
    private final TokenAccount account;

    private final List<Beam> beams = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Leaf> solutions = new ArrayList<>();
    private final List<Leaf> outranked = new ArrayList<>();
    private final List<Leaf> unfinished = new ArrayList<>();
    private List<Leaf> grown = List.of();
    private int requested;
    private boolean starved;

    SearchTree(Prompt prompt, Seed seed, StepSearch.Shape shape, TokenAccount account) {
        this.prompt = prompt;
        this.seed = seed;
        this.shape = shape;
        this.account = account;
        for (int number = 0; number < shape.beams(); number++) {
            Beam beam = new Beam(shape.width());
            beam.states.add(new Leaf(SearchTrace.NO_PARENT, "" + number, Path.of(prompt), beam));
            beams.add(beam);
        }
    }

    /** What is to be continued in this round; nothing once the search is over. */
    List<Continuation.Request> requests() {
        int states = beams.stream().mapToInt(beam -> beam.states.size()).sum();
        requested = states * shape.expansions();
        if (states > 0 && account.share(requested) == 0) {
            starved = true;
            beams.forEach(Beam::close);
            requested = 0;
        }
        List<Continuation.Request> requests = new ArrayList<>();
        for (Beam beam : beams) {
            for (Leaf state : beam.states) {
                for (int child = 0; child < shape.expansions(); child++) {
                    Seed stream = seed.child(state.label + "." + child);
                    requests.add(new Continuation.Request(state.path, stream, account));
                }
            }
        }
        return requests;
    }

    int requested() {
        return requested;
    }

    /** Takes the continued paths in; a path that equals an earlier one of its beam is merged. */
    void grow(List<Path> paths) {
        grown = new ArrayList<>();
        int next = 0;
        for (Beam beam : beams) {
            Set<IntVector> seen = new HashSet<>();
            for (Leaf state : beam.states) {
                for (int child = 0; child < shape.expansions(); child++) {
                    Path path = paths.get(next++);
                    Leaf leaf = new Leaf(nodes.size(), state.label + "." + child, path, beam);
                    boolean isNew = seen.add(path.tokenIds());
                    nodes.add(node(leaf, state));
                    if (isNew) {
                        grown.add(leaf);
                    }
                }
            }
            beam.states.clear();
        }
    }

    /** States whose values are needed, in the order in which {@link #select} takes the values. */
    List<Attempt> toJudge() {
        return grown.stream().map(Leaf::attempt).toList();
    }

    /** Keeps the best of every beam. */
    void select(List<Double> values) {
        for (int i = 0; i < grown.size(); i++) {
            grown.get(i).value = values.get(i);
        }
        for (Beam beam : beams) {
            List<Leaf> ranked = new ArrayList<>();
            for (Leaf leaf : grown) {
                if (leaf.beam == beam && (leaf.path.finished() || leaf.path.open())) {
                    ranked.add(leaf);
                } else if (leaf.beam == beam) {
                    settle(leaf, Fate.CUT, unfinished);
                    starved |= account.share(Math.max(1, requested)) == 0;
                }
            }
            ranked.sort(BEST_FIRST);
            int places = beam.places;
            for (int rank = 0; rank < ranked.size(); rank++) {
                place(ranked.get(rank), rank < places);
            }
        }
        grown = List.of();
    }

    private void place(Leaf leaf, boolean amongBest) {
        if (!amongBest) {
            settle(leaf, Fate.DROPPED, leaf.path.finished() ? outranked : new ArrayList<>());
        } else if (leaf.path.finished()) {
            settle(leaf, Fate.FINISHED, solutions);
            leaf.beam.places--;
        } else {
            settle(leaf, Fate.KEPT, leaf.beam.states);
        }
    }

    private void settle(Leaf leaf, Fate fate, List<Leaf> list) {
        list.add(leaf);
        Node node = nodes.get(leaf.order);
        nodes.set(
                leaf.order,
                new Node(
                        node.order(),
                        node.parent(),
                        node.text(),
                        node.tokens(),
                        OptionalDouble.of(leaf.value),
                        fate));
    }

    /**
     * The finished solution with the highest value; one that was outranked if no other finished; an
     * unfinished one if none did.
     */
    SearchResult result(String strategy) {
        boolean stepsLeft = beams.stream().allMatch(beam -> beam.states.isEmpty());
        beams.forEach(Beam::close);
        Leaf answer;
        Ending ending = Ending.FINISHED;
        if (!solutions.isEmpty()) {
            answer = Collections.min(solutions, BEST_FIRST);
        } else if (!outranked.isEmpty()) {
            answer = Collections.min(outranked, BEST_FIRST);
        } else {
            answer = Collections.min(unfinished, BEST_FIRST);
            ending = stepsLeft ? Ending.LENGTH : Ending.DEPTH;
            ending = starved ? Ending.BUDGET : ending;
        }
        List<Leaf> whole = new ArrayList<>(solutions);
        whole.addAll(outranked);
        if (whole.isEmpty()) {
            whole.add(answer);
        }
        whole.sort(Comparator.comparingInt(leaf -> leaf.order));
        return new SearchResult(
                prompt.problem(),
                answer.attempt(),
                ending,
                whole.stream().map(Leaf::attempt).toList(),
                account.spent(),
                new SearchTrace(strategy, nodes, answer.order));
    }

    private static Node node(Leaf leaf, Leaf parent) {
        return new Node(
                leaf.order,
                parent.order,
                leaf.path.text().substring(parent.path.text().length()),
                leaf.path.responseTokens() - parent.path.responseTokens(),
                OptionalDouble.empty(),
                Fate.MERGED);
    }

    /** A beam: its states, and how many it may hold. */
    private final class Beam {
        private final List<Leaf> states = new ArrayList<>();
        private int places;

        Beam(int places) {
            this.places = places;
        }

        /** Ends the beam; its states stay unfinished. */
        void close() {
            unfinished.addAll(states);
            states.clear();
        }
    }

    /** A candidate; {@code label} is its place in the tree and names its random stream. */
    private static final class Leaf {
        private final int order;
        private final String label;
        private final Path path;
        private final Beam beam;
        private double value = Double.NEGATIVE_INFINITY;

        Leaf(int order, String label, Path path, Beam beam) {
            this.order = order;
            this.label = label;
            this.path = path;
            this.beam = beam;
        }

        Attempt attempt() {
            return path.attempt(
                    order,
                    Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value));
        }
    }
}
