package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** With a clock that the test moves. */
class ProgressTest {

    private static final Pattern LINE_FEED = Pattern.compile("\n");
    private static final Pattern RETURN = Pattern.compile("\r");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now = 1_000_000_000L;

    private Progress progress(boolean terminal) {
        return new Progress(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> now);
    }

    private void pass(double seconds) {
        now += Math.round(seconds * 1e9);
    }

    private List<String> lines() {
        return List.of(LINE_FEED.split(bytes.toString(StandardCharsets.UTF_8), 0));
    }

    /** What a terminal shows: a carriage return goes back to the beginning of the line. */
    private String shown() {
        StringBuilder line = new StringBuilder();
        for (String part : RETURN.split(lines().getLast(), -1)) {
            line.replace(0, Math.min(line.length(), part.length()), part);
        }
        return line.toString().stripTrailing();
    }

    @Test
    void a_log_has_a_line_at_the_beginning_twice_a_minute_and_at_the_end() {
        Progress progress = progress(false);
        progress.started("Train sft", "batches", 0, 100);
        for (int i = 0; i < 70; i++) {
            pass(1);
            progress.advanced(1, "loss 0.5");
        }
        progress.finished("sft on 64 sequences");

        assertEquals(
                List.of(
                        "Train sft: 0/100 batches",
                        "Train sft: 30/100 batches, 1.0/s, 1 min 10 s left, loss 0.5",
                        "Train sft: 60/100 batches, 1.0/s, 40 s left, loss 0.5",
                        "Train sft: sft on 64 sequences (1 min 10 s)"),
                lines());
    }

    /** What an earlier process did took none of this one's time. */
    @Test
    void the_rate_of_a_continued_work_counts_only_what_is_done_now() {
        Progress progress = progress(false);
        progress.started("Sample", "rollouts", 5000, 10_000);
        pass(40);
        progress.advanced(1000, "");

        assertEquals("Sample: 6,000/10,000 rollouts, 25/s, 2 min 40 s left", lines().getLast());
    }

    @Test
    void a_terminal_has_one_line_that_is_redrawn_and_no_faster_than_people_read() {
        Progress progress = progress(true);
        progress.started("Sample", "rollouts", 0, 10);
        pass(0.1);
        progress.advanced(1, "quick");
        assertEquals("Sample: 0/10 rollouts", shown());
        pass(0.9);
        progress.advanced(4, "a rather long detail");
        assertEquals("Sample: 5/10 rollouts, 5.0/s, 1.0 s left, a rather long detail", shown());
        pass(1);
        progress.advanced(4, "");
        assertEquals("Sample: 9/10 rollouts, 4.5/s, 0.2 s left", shown(), "nothing stays behind");
        assertEquals(1, lines().size());
        progress.finished("");
        assertEquals("Sample: done in 2.0 s", shown());
    }

    @Test
    void a_note_stands_on_a_line_of_its_own_and_the_progress_below_it() {
        Progress progress = progress(true);
        progress.started("Sample", "rollouts", 0, 10);
        progress.note("worker 1 was started again");

        assertTrue(lines().getFirst().endsWith("\rworker 1 was started again"), lines()::toString);
        assertEquals("Sample: 0/10 rollouts", shown());
    }

    @Test
    void a_line_that_would_wrap_is_cut() {
        Progress progress = progress(true);
        progress.started("Sample", "rollouts", 0, 10);
        pass(1);
        progress.advanced(1, "x".repeat(500));

        assertEquals(110, shown().length());
    }

    @Test
    void durations_are_for_people() {
        assertEquals("0.3 s", Progress.duration(0.31));
        assertEquals("9.4 s", Progress.duration(9.44));
        assertEquals("10 s", Progress.duration(9.5));
        assertEquals("59 s", Progress.duration(59.4));
        assertEquals("1 min 0 s", Progress.duration(59.6));
        assertEquals("59 min 59 s", Progress.duration(3599));
        assertEquals("1 h 0 min", Progress.duration(3600));
        assertEquals("26 h 5 min", Progress.duration(26 * 3600 + 5 * 60 + 20));
    }
}
