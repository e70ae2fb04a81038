package io.oreo.store;

import java.time.Instant;
import java.util.List;

/**
 * The durable memory of one run. Used by one thread of one process at a time.
 *
 * <p>Every method throws {@link StoreException} if the disk or the database fails.
 */
public interface RunStore extends AutoCloseable {

    /** All events, in the order in which they were appended. */
    List<EventRow> events();

    /** When each event was appended, in the order of {@link #events}. */
    List<Instant> times();

    /** Appends an event and writes the rows it speaks of; all of it is durable, or nothing. */
    void append(EventRow event, Rows rows);

    /** All metrics of trainings, by training, batch and name. */
    List<MetricRow> metrics();

    /** All results, by iteration, evaluation, unit and place in the unit. */
    List<ResultRow> results();

    @Override
    void close();

    /**
     * Something that happened.
     *
     * @param type its name, e.g. {@code CheckpointSaved}
     * @param json its fields, a JSON object
     */
    record EventRow(String type, String json) {}

    /**
     * Rows that become durable with an event.
     *
     * @param metrics metrics of a training; written again, they replace themselves
     * @param results results of a unit of an evaluation; likewise
     */
    record Rows(List<MetricRow> metrics, List<ResultRow> results) {

        /** An event that speaks of no rows. */
        public static final Rows NONE = new Rows(List.of(), List.of());

        public Rows {
            metrics = List.copyOf(metrics);
            results = List.copyOf(results);
        }
    }

    /** A metric of a batch of a training. */
    record MetricRow(String training, int batch, String name, double value) {}

    /**
     * How a search fared on a problem.
     *
     * @param iteration iteration of the run
     * @param evaluation name of the evaluation, e.g. {@code oreo-1/greedy}
     * @param unit number of the unit of problems that were solved in lock step
     * @param place place of the problem in its unit
     * @param problem the problem's id
     * @param group with which other problems it is reported
     * @param verdict verdict on the answer: correct, wrong, no-answer or timed-out
     * @param reward its reward
     * @param tokens tokens spent on the problem
     * @param detailJson everything else: the answer, all attempts with their values, the trace
     */
    record ResultRow(
            int iteration,
            String evaluation,
            int unit,
            int place,
            String problem,
            String group,
            String verdict,
            double reward,
            long tokens,
            String detailJson) {}
}
