package io.oreo.dataset;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.dataset.DataReport.Example;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataReportTest {

    @Test
    void it_counts_what_was_used_cut_off_and_dropped() {
        DataReport report =
                DataReport.of(
                        "rollouts",
                        List.of(
                                SampleTrajectories.graded("a", "p", 1),
                                SampleTrajectories.attempt("b", "p").broken("no answer came")));

        assertEquals(2, report.rows());
        assertEquals(1, report.used());
        assertEquals(1, report.truncated(), "the sample was truncated by its limit");
        assertEquals(1, report.droppedCount());
        assertEquals(
                List.of(
                        "1: the attempt is broken; rollouts:2 no answer came"
                                + " (see the reason stored with the attempt)"),
                report.lines());
    }

    @Test
    void it_keeps_a_few_examples_and_counts_all() {
        DataReport.Builder builder = new DataReport.Builder();
        for (int line = 1; line <= 10; line++) {
            builder.row();
            builder.drop(DropReason.NOT_JSON, new Example("f", line, "is none"));
        }
        DataReport.Dropped dropped = builder.build().dropped().get(DropReason.NOT_JSON);

        assertEquals(10, dropped.count());
        assertEquals(List.of(1, 2, 3), dropped.examples().stream().map(Example::line).toList());
    }

    @Test
    void too_many_drops_stop_with_their_reasons_and_few_do_not() {
        DataReport.Builder builder = new DataReport.Builder();
        builder.row();
        builder.use(SampleTrajectories.graded("a", "p", 1));
        builder.row();
        builder.drop(DropReason.TOO_LONG, new Example("f.jsonl", 2, "has 900 tokens"));
        DataReport report = builder.build();

        assertDoesNotThrow(() -> report.requireDroppedAtMost(0.5));
        DatasetException refused =
                assertThrows(DatasetException.class, () -> report.requireDroppedAtMost(0.4));
        assertTrue(refused.getMessage().contains("f.jsonl:2 has 900 tokens"), refused::toString);
        assertTrue(refused.getMessage().contains("raise the limit"), refused::toString);
    }

    @Test
    void nothing_to_use_stops_even_where_all_may_be_dropped() {
        DataReport.Builder builder = new DataReport.Builder();
        assertThrows(
                DatasetException.class, () -> builder.build().requireDroppedAtMost(1), "no rows");
        builder.row();
        builder.drop(DropReason.NOT_JSON, new Example("f", 1, "is none"));
        assertThrows(DatasetException.class, () -> builder.build().requireDroppedAtMost(1));
    }

    @Test
    void counts_that_do_not_add_up_are_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataReport(1, 2, 1, 0, Map.of(), Map.of()));
    }
}
