package io.oreo.worker;

import io.oreo.trajectory.IntVector;
import java.util.List;

/** Estimates values of states with a critic. */
public interface ValueModel {

    /**
     * Values of the asked states.
     *
     * @return one list an item, in their order, one finite value a state
     * @throws WorkerException if the worker fails
     */
    List<List<Double>> estimate(List<Item> items);

    /**
     * A sequence and its states.
     *
     * @param id identity in the batch
     * @param tokenIds at least one token
     * @param statePositions states, each as the number of tokens in its prefix; empty: the last
     *     state only
     */
    record Item(String id, IntVector tokenIds, IntVector statePositions) {}
}
