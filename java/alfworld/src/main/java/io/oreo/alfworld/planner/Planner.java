package io.oreo.alfworld.planner;

import io.oreo.alfworld.planning.SasTask;
import java.util.List;

/**
 * What steps a planning task in the reference mode: one task and one state at a time, for one
 * thread at a time. Before the first {@link #load} there is no state to ask for.
 */
public interface Planner extends AutoCloseable {

    /** An operator that applies: its id, its name with arguments, how many effects it has. */
    record Applicable(int id, String name, int effects) {}

    /**
     * Takes a task and goes to its initial state.
     *
     * @param sas the text that {@code task} was read from
     * @throws io.oreo.alfworld.planning.GameException if this planner cannot step it
     */
    void load(SasTask task, String sas);

    /** The name of each variable's value. */
    List<String> state();

    /** The operators that apply, in libdownward's order. */
    List<Applicable> applicable();

    /**
     * Applies an operator that applies.
     *
     * @return the names of what its effects write, whether their conditions hold or not
     */
    List<String> apply(int operator);

    /** Whether the goal holds. */
    boolean goal();

    @Override
    void close();
}
