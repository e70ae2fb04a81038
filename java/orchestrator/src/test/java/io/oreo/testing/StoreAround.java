package io.oreo.testing;

import io.oreo.store.RunStore;
import java.time.Instant;
import java.util.List;

/** A store around another one: reads go through, and what becomes of a write is for it to say. */
public interface StoreAround extends RunStore {

    /** The store that keeps what is written. */
    RunStore behind();

    @Override
    default List<EventRow> events() {
        return behind().events();
    }

    @Override
    default List<Instant> times() {
        return behind().times();
    }

    @Override
    default List<MetricRow> metrics() {
        return behind().metrics();
    }

    @Override
    default List<ResultRow> results() {
        return behind().results();
    }

    @Override
    default void close() {
        behind().close();
    }
}
