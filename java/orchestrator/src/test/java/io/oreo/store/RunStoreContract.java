package io.oreo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.oreo.store.RunStore.EventRow;
import io.oreo.store.RunStore.MetricRow;
import io.oreo.store.RunStore.ResultRow;
import io.oreo.store.RunStore.Rows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store keeps to, whatever database is behind it. */
abstract class RunStoreContract {

    @TempDir Path runs;

    /** The store of a run. */
    abstract RunStore open(RunFolder folder);

    /** Likewise, for reading only. */
    abstract RunStore openReadOnly(Path folder);

    @Test
    void events_and_rows_are_there_after_reopening_in_order() {
        try (RunFolder folder = RunFolder.open(runs, "reopened")) {
            try (RunStore store = open(folder)) {
                store.append(event(1), Rows.NONE);
                store.append(
                        event(2),
                        new Rows(List.of(metric(2, 0.5), metric(1, 0.25)), List.of(result(1))));
                store.append(event(3), new Rows(List.of(), List.of(result(0))));
            }
            try (RunStore store = open(folder)) {
                assertEquals(List.of(event(1), event(2), event(3)), store.events());
                assertEquals(store.times().stream().sorted().toList(), store.times());
                assertEquals(3, store.times().size());
                assertEquals(List.of(metric(1, 0.25), metric(2, 0.5)), store.metrics());
                assertEquals(List.of(result(0), result(1)), store.results());
            }
        }
    }

    @Test
    void a_row_that_is_written_again_replaces_itself() {
        try (RunFolder folder = RunFolder.open(runs, "again");
                RunStore store = open(folder)) {
            ResultRow better =
                    new ResultRow(1, "oreo-1/beam", 0, 0, "p", "all", "correct", 1, 9, "{\"a\":1}");
            store.append(event(1), new Rows(List.of(metric(1, 0.5)), List.of(result(0))));
            store.append(event(2), new Rows(List.of(metric(1, 0.75)), List.of(better)));

            assertEquals(List.of(metric(1, 0.75)), store.metrics());
            assertEquals(List.of(better), store.results());
            assertEquals(2, store.events().size(), "events are never replaced");
        }
    }

    @Test
    void an_append_that_fails_leaves_nothing_and_the_store_goes_on() {
        try (RunFolder folder = RunFolder.open(runs, "halfway");
                RunStore store = open(folder)) {
            store.append(event(1), Rows.NONE);
            MetricRow impossible = new MetricRow("sft", 2, null, 1);
            Rows rows = new Rows(List.of(metric(1, 1), impossible), List.of(result(0)));

            assertThrows(StoreException.class, () -> store.append(event(2), rows));
            assertEquals(List.of(event(1)), store.events());
            assertEquals(List.of(), store.metrics());
            store.append(event(3), Rows.NONE);
            assertEquals(List.of(event(1), event(3)), store.events());
        }
    }

    @Test
    void awkward_texts_and_numbers_come_back_as_they_were() {
        EventRow event = new EventRow("Ünïcode", "{\"text\": \"日本 'quoted' \\\\ \uD83D\uDE00\"}");
        MetricRow tiny = new MetricRow("sft", 0, "loss", Double.MIN_VALUE);
        MetricRow third = new MetricRow("sft", 1, "loss", -1.0 / 3);
        try (RunFolder folder = RunFolder.open(runs, "awkward");
                RunStore store = open(folder)) {
            store.append(event, new Rows(List.of(tiny, third), List.of()));

            assertEquals(List.of(event), store.events());
            assertEquals(List.of(tiny, third), store.metrics());
        }
    }

    @Test
    void runs_do_not_see_each_other() {
        try (RunFolder one = RunFolder.open(runs, "one");
                RunFolder other = RunFolder.open(runs, "other");
                RunStore first = open(one);
                RunStore second = open(other)) {
            first.append(event(1), new Rows(List.of(metric(1, 1)), List.of(result(0))));

            assertEquals(List.of(), second.events());
            assertEquals(List.of(), second.metrics());
            assertEquals(List.of(), second.results());
        }
    }

    /** As on two machines that share a database. */
    @Test
    void runs_of_one_name_in_two_folders_do_not_see_each_other() {
        try (RunFolder one = RunFolder.open(runs.resolve("here"), "same");
                RunFolder other = RunFolder.open(runs.resolve("there"), "same");
                RunStore first = open(one);
                RunStore second = open(other)) {
            first.append(event(1), new Rows(List.of(metric(1, 1)), List.of(result(0))));
            second.append(event(2), Rows.NONE);

            assertEquals(List.of(event(1)), first.events());
            assertEquals(List.of(event(2)), second.events());
            assertEquals(List.of(), second.metrics());
            assertEquals(List.of(), second.results());
            try (RunStore reader = openReadOnly(other.path())) {
                assertEquals(List.of(event(2)), reader.events());
            }
        }
    }

    @Test
    void a_reader_sees_what_a_running_program_wrote_and_cannot_write() {
        try (RunFolder folder = RunFolder.open(runs, "watched");
                RunStore store = open(folder)) {
            store.append(event(1), Rows.NONE);
            try (RunStore reader = openReadOnly(folder.path())) {
                assertEquals(List.of(event(1)), reader.events());
                store.append(event(2), Rows.NONE);
                assertEquals(List.of(event(1), event(2)), reader.events());
                assertThrows(StoreException.class, () -> reader.append(event(3), Rows.NONE));
            }
            assertEquals(List.of(event(1), event(2)), store.events());
        }
    }

    static EventRow event(int number) {
        return new EventRow("Event" + number, "{\"number\":" + number + "}");
    }

    static MetricRow metric(int batch, double value) {
        return new MetricRow("sft", batch, "loss", value);
    }

    static ResultRow result(int place) {
        return new ResultRow(1, "oreo-1/beam", 0, place, "p", "all", "wrong", 0, 7, "{}");
    }
}
