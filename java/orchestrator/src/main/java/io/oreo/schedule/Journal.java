package io.oreo.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.evaluation.report.ReportInput.PhaseTime;
import io.oreo.store.RunStore;
import io.oreo.store.RunStore.EventRow;
import io.oreo.store.RunStore.MetricRow;
import io.oreo.store.RunStore.Rows;
import io.oreo.store.StoreException;
import io.oreo.worker.Trainer.Reply;
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

    private final RunStore store;
    private final RunState state;

    private Journal(RunStore store, RunState state) {
        this.store = store;
        this.state = state;
    }

    /**
     * Opens the log of a run and replays it.
     *
     * @throws StoreException if it holds an event that this version does not know
     */
    public static Journal open(RunStore store) {
        List<RunEvent> events = store.events().stream().map(Journal::read).toList();
        return new Journal(store, RunState.from(events));
    }

    /** What follows from all events so far. */
    public RunState state() {
        return state;
    }

    /** Appends an event that speaks of no rows. */
    void append(RunEvent event) {
        append(event, Rows.NONE);
    }

    /** Appends an event together with the rows it speaks of. */
    void append(RunEvent event, Rows rows) {
        IterationTable.after(state.stage(), event);
        store.append(new EventRow(event.getClass().getSimpleName(), json(event)), rows);
        state.apply(event);
    }

    /** What the run has spent its time on so far. */
    List<PhaseTime> phaseTimes() {
        return PhaseTimes.of(store.events().stream().map(Journal::read).toList(), store.times());
    }

    /** All metrics of trainings that are stored. */
    List<MetricRow> metrics() {
        return store.metrics();
    }

    /** All results that are stored. */
    List<RunStore.ResultRow> results() {
        return store.results();
    }

    /** Metrics of batches as rows of the store. */
    static Rows metrics(String training, List<Reply.BatchDone> batches) {
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
    static String json(Object value) {
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
