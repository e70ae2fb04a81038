package io.oreo.testing;

import io.oreo.store.RunStore;
import io.oreo.store.RunStore.EventRow;
import io.oreo.store.RunStore.MetricRow;
import io.oreo.store.RunStore.ResultRow;
import io.oreo.store.RunStore.Rows;
import io.oreo.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The memory of a run that lasts as long as this object: what is closed is opened again by {@link
 * #opened}. Every store says the same of it, as those of a database do.
 */
public final class MemoryStore {

    private static final Comparator<ResultRow> PLACES =
            Comparator.comparingInt(ResultRow::iteration)
                    .thenComparing(ResultRow::evaluation)
                    .thenComparingInt(ResultRow::unit)
                    .thenComparingInt(ResultRow::place);
    private static final Comparator<MetricRow> BATCHES =
            Comparator.comparing(MetricRow::training)
                    .thenComparingInt(MetricRow::batch)
                    .thenComparing(MetricRow::name);

    private final Supplier<Instant> clock;
    private final List<EventRow> events = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final TreeMap<MetricRow, MetricRow> metrics = new TreeMap<>(BATCHES);
    private final TreeMap<ResultRow, ResultRow> results = new TreeMap<>(PLACES);

    /** An empty memory whose events happen when the clock says. */
    public MemoryStore(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Another memory of the same. */
    public synchronized MemoryStore copy() {
        MemoryStore copy = new MemoryStore(clock);
        copy.events.addAll(events);
        copy.times.addAll(times);
        copy.metrics.putAll(metrics);
        copy.results.putAll(results);
        return copy;
    }

    /** A store on it. */
    public RunStore opened() {
        return new Opened(true);
    }

    /** Likewise, one that refuses to write. */
    public RunStore readOnly() {
        return new Opened(false);
    }

    private synchronized void append(EventRow event, Rows rows) {
        boolean whole =
                rows.metrics().stream()
                                .flatMap(row -> Stream.of(row.training(), row.name()))
                                .allMatch(Objects::nonNull)
                        && rows.results().stream().allMatch(row -> row.evaluation() != null);
        if (!whole) {
            throw new StoreException("A row lacks a name; nothing was written.");
        }
        events.add(event);
        times.add(clock.get());
        rows.metrics().forEach(row -> replace(metrics, row));
        rows.results().forEach(row -> replace(results, row));
    }

    private static <T> void replace(Map<T, T> rows, T row) {
        rows.remove(row);
        rows.put(row, row);
    }

    private synchronized <T> List<T> copy(Iterable<T> all) {
        List<T> copy = new ArrayList<>();
        all.forEach(copy::add);
        return List.copyOf(copy);
    }

    private final class Opened implements RunStore {
        private final boolean writes;

        Opened(boolean writes) {
            this.writes = writes;
        }

        @Override
        public List<EventRow> events() {
            return copy(events);
        }

        @Override
        public List<Instant> times() {
            return copy(times);
        }

        @Override
        public void append(EventRow event, Rows rows) {
            if (!writes) {
                throw new StoreException("The store was opened for reading only.");
            }
            MemoryStore.this.append(event, rows);
        }

        @Override
        public List<MetricRow> metrics() {
            return copy(metrics.values());
        }

        @Override
        public List<ResultRow> results() {
            return copy(results.values());
        }

        @Override
        public void close() {
            // What was written stays.
        }
    }
}
