package io.oreo.schedule;

import io.oreo.run.Journal;
import io.oreo.run.RunListener;
import io.oreo.run.RunState;
import io.oreo.worker.WorkerPool;

/**
 * A run as it stands: what it is to do, what it did, who works and who hears of it. The runner has
 * all four and gives each phase those that it uses.
 *
 * @param plan what is to be done
 * @param journal what happened so far
 * @param pools the workers, started when first asked for
 * @param listener hears how it goes
 */
public record RunContext(Plan plan, Journal journal, Pools pools, RunListener listener) {

    /** The workers of a run. A pool starts when it is first asked for. */
    public interface Pools {

        /** Workers that generate, score, tokenise and grade. */
        WorkerPool rollouts();

        /** The worker that trains. */
        WorkerPool training();
    }

    /** What is known of the run so far. */
    public RunState state() {
        return journal.state();
    }
}
