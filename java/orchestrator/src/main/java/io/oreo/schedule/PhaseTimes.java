package io.oreo.schedule;

import io.oreo.evaluation.figures.ReportInput.PhaseTime;
import io.oreo.run.IterationTable;
import io.oreo.run.RunEvent;
import io.oreo.run.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run spent its time on, by its event log: the time before an event belongs to the stage
 * that the event was written in. The clock goes on while a run is stopped, and that shows as time
 * of the phase in which it was.
 */
final class PhaseTimes {

    private PhaseTimes() {}

    /**
     * The phases of a run.
     *
     * @param events all events in order
     * @param times when each was written
     * @return phases in the order in which they began; one that ended at once is left out
     */
    static List<PhaseTime> of(List<RunEvent> events, List<Instant> times) {
        List<PhaseTime> phases = new ArrayList<>();
        Stage stage = Stage.NEW;
        int iteration = 0;
        double seconds = 0;
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                seconds += Duration.between(times.get(i - 1), times.get(i)).toNanos() / 1e9;
            }
            Stage next = IterationTable.after(stage, events.get(i));
            if (next != stage) {
                add(phases, stage, iteration, seconds);
                seconds = 0;
            }
            stage = next;
            if (events.get(i) instanceof RunEvent.IterationStarted started) {
                iteration = started.iteration();
            }
        }
        add(phases, stage, iteration, seconds);
        return List.copyOf(phases);
    }

    private static void add(List<PhaseTime> phases, Stage stage, int iteration, double seconds) {
        if (seconds >= 0.05 && stage != Stage.DONE) {
            String phase = stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            phases.add(new PhaseTime(phase, iteration, seconds));
        }
    }
}
