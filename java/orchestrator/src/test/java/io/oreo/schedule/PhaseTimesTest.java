package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.evaluation.figures.ReportInput.PhaseTime;
import io.oreo.run.Logs;
import io.oreo.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static List<PhaseTime> everySecond(List<RunEvent> events) {
        return PhaseTimes.of(
                events,
                IntStream.range(0, events.size())
                        .mapToObj(second -> START.plusSeconds(second))
                        .toList());
    }

    @Test
    void the_time_before_an_event_belongs_to_the_stage_it_was_written_in() {
        List<RunEvent> events = Logs.twoIterations().subList(0, 14);

        assertEquals(
                List.of(
                        new PhaseTime("preparing", 0, 2),
                        new PhaseTime("encoding", 0, 1),
                        new PhaseTime("training", 0, 4),
                        new PhaseTime("evaluating", 0, 2),
                        new PhaseTime("between iterations", 0, 1),
                        new PhaseTime("collecting", 1, 3)),
                everySecond(events));
    }

    @Test
    void all_phases_together_last_from_the_first_event_to_the_last() {
        List<RunEvent> events = Logs.twoIterations();

        double seconds = everySecond(events).stream().mapToDouble(PhaseTime::seconds).sum();

        assertEquals(done(events) - 1, seconds, 1e-9);
    }

    /** Number of events up to the one that ends the run. */
    private static int done(List<RunEvent> events) {
        return (int) events.stream().takeWhile(e -> !(e instanceof RunEvent.ReportWritten)).count()
                + 1;
    }

    @Test
    void a_phase_that_took_no_time_is_left_out_and_a_run_that_never_began_has_none() {
        List<RunEvent> events = Logs.twoIterations().subList(0, 4);
        List<Instant> times =
                List.of(START, START, START.plus(Duration.ofMillis(1500)), START.plusMillis(1501));

        assertEquals(List.of(new PhaseTime("preparing", 0, 1.5)), PhaseTimes.of(events, times));
        assertEquals(List.of(), PhaseTimes.of(List.of(), List.of()));
    }
}
