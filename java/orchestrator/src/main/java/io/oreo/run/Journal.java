package io.oreo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.store.RunFolder;
import io.oreo.store.RunStore;
import io.oreo.store.RunStore.EventRow;
import io.oreo.store.RunStore.MetricRow;
import io.oreo.store.RunStore.Rows;
import io.oreo.store.StoreException;
import io.oreo.worker.Trainer.Reply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The event log of a run and what follows from it. An event is durable before the state knows it,
 * so nothing is ever relied upon that a crash could take back.
 */
public final class Journal {

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).addModule(new VectorModule()).build();

    private static final Map<String, Class<?>> TYPES =
            Arrays.stream(RunEvent.class.getPermittedSubclasses())
                    .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private final RunFolder files;
    private final RunStore store;
    private final RunState state;

    private Journal(RunFolder files, RunStore store, RunState state) {
        this.files = files;
        this.store = store;
        this.state = state;
    }

    /**
     * Opens the log of a run and replays it.
     *
     * @throws StoreException if it holds an event that this version does not know
     */
    public static Journal open(RunFolder files, RunStore store) {
        return new Journal(files, store, stateOf(store));
    }

    /**
     * What a log says, for whoever only reads.
     *
     * @throws StoreException if it holds an event that this version does not know
     */
    public static RunState stateOf(RunStore store) {
        return RunState.from(store.events().stream().map(Journal::read).toList());
    }

    /** What follows from all events so far. */
    public RunState state() {
        return state;
    }

    /** The run's folder, absolute. */
    public Path folder() {
        return files.path();
    }

    /** A path of the run as events write it. */
    public String relative(Path path) {
        return folder().relativize(path.toAbsolutePath()).toString().replace('\\', '/');
    }

    /** Writes a file of the run whole or not at all. */
    public void write(String name, String text) {
        files.write(name, text);
    }

    /** Appends an event that speaks of no rows. */
    public void append(RunEvent event) {
        append(event, Rows.NONE);
    }

    /** Appends an event together with the rows it speaks of. */
    public void append(RunEvent event, Rows rows) {
        IterationTable.after(state.stage(), event);
        store.append(new EventRow(event.getClass().getSimpleName(), json(event)), rows);
        state.apply(event);
    }

    /** All events so far. */
    public List<RunEvent> events() {
        return store.events().stream().map(Journal::read).toList();
    }

    /** When each of them was written. */
    public List<Instant> times() {
        return store.times();
    }

    /** All metrics of trainings that are stored. */
    public List<MetricRow> metrics() {
        return store.metrics();
    }

    /** All results that are stored. */
    public List<RunStore.ResultRow> results() {
        return store.results();
    }

    /** Metrics of batches as rows of the store. */
    public static Rows metrics(String training, List<Reply.BatchDone> batches) {
        return new Rows(
                batches.stream()
                        .flatMap(
                                done ->
                                        done.metrics().entrySet().stream()
                                                .map(
                                                        m ->
                                                                new MetricRow(
                                                                        training,
                                                                        done.number(),
                                                                        m.getKey(),
                                                                        m.getValue())))
                        .toList(),
                List.of());
    }

    /** A record as a JSON object. */
    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException(
                    value.getClass() + " cannot be written as JSON", unwritable);
        }
    }

    private static RunEvent read(EventRow row) {
        Class<?> type = TYPES.get(row.type());
        if (type == null) {
            throw new StoreException(
                    ("The run's log holds an event %s, which this version does not "
                                    + "know; it was written by a newer one: use that.")
                            .formatted(row.type()));
        }
        try {
            return (RunEvent) JSON.readValue(row.json(), type);
        } catch (JsonProcessingException damaged) {
            throw new StoreException(
                    ("The run's log holds a damaged event %s (%s); restore the "
                                    + "store from a copy, or start a run of another name.")
                            .formatted(row.type(), row.json()),
                    damaged);
        }
    }
}
