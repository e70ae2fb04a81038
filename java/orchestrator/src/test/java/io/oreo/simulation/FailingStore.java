package io.oreo.simulation;

import io.oreo.store.RunStore;
import io.oreo.store.StoreException;
import io.oreo.testing.StoreAround;
import java.util.List;

/**
 * A store that fails to write now and then, with nothing written or with all of it, and beside
 * which the program is killed.
 *
 * @param acknowledged what it said it wrote, in all lives
 */
record FailingStore(RunStore behind, Misfortune misfortune, List<RunStore.EventRow> acknowledged)
        implements StoreAround {

    @Override
    public void append(EventRow event, Rows rows) {
        misfortune.mayKill("before the write of " + event);
        if (misfortune.happens("no write of " + event)) {
            throw new StoreException("The disk is full; free some space and run again.");
        }
        behind.append(event, rows);
        misfortune.mayKill("after the write of " + event);
        if (misfortune.happens("no word of the write of " + event)) {
            throw new StoreException("The database is gone; start it and run again.");
        }
        acknowledged.add(event);
    }
}
