package io.oreo.worker;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.IntVector;
import java.util.List;

/** Says how likely a policy finds what somebody wrote. */
public interface ActionScorer {

    /**
     * Sums of log pi(a|s) over the action tokens before each asked state.
     *
     * @return one list an item, in their order, one finite number a state
     * @throws WorkerException if the worker fails
     */
    List<List<Double>> logProbs(List<Item> items);

    /**
     * What was written, and the states up to which it is scored.
     *
     * @param id identity in the batch
     * @param tokenIds at least one token
     * @param actionMask which of them were chosen; never the first
     * @param statePositions states, each as the number of tokens in its prefix; empty: the last
     *     state only
     */
    record Item(String id, IntVector tokenIds, ActionMask actionMask, IntVector statePositions) {}
}
