package io.oreo.search;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Every candidate of a search, in the order of generation.
 *
 * @param strategy the strategy's label
 * @param nodes candidates; a node's order is its place in the list
 * @param chosen order of the node whose solution is the answer; -1 if nothing was generated
 */
public record SearchTrace(String strategy, List<Node> nodes, int chosen) {

    /** Parent of a node that starts at the prompt. */
    public static final int NO_PARENT = -1;

    public SearchTrace {
        nodes = List.copyOf(nodes);
    }

    /** What became of a candidate. */
    public enum NodeStatus {
        /** It was expanded, or would have been at the next step. */
        KEPT,
        /** Others had a higher value. */
        PRUNED,
        /** It ended with the end token and was kept as a solution. */
        FINISHED,
        /** It reached the limit of length or budget and cannot go on. */
        TRUNCATED,
        /** An earlier candidate consists of the same tokens. */
        DUPLICATE
    }

    /**
     * A candidate.
     *
     * @param order place in the order of generation
     * @param parent order of the node it continues, or {@link #NO_PARENT}
     * @param text what it adds: a step, or a whole response
     * @param tokens number of tokens it adds
     * @param value V at its end, if it was read
     * @param status what became of it
     */
    public record Node(
            int order,
            int parent,
            String text,
            int tokens,
            OptionalDouble value,
            NodeStatus status) {}
}
