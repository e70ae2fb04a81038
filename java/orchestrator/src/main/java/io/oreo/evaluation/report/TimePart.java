package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.ReportInput;
import java.util.ArrayList;
import java.util.List;

/** What a run spent its time on. */
final class TimePart {

    static final List<String> COLUMNS = List.of("iteration", "phase", "time");

    private TimePart() {}

    static List<List<String>> rows(ReportInput input) {
        List<List<String>> rows = new ArrayList<>();
        for (ReportInput.PhaseTime time : input.times()) {
            String iteration = Integer.toString(time.iteration());
            rows.add(List.of(iteration, time.phase(), duration(time.seconds())));
        }
        rows.add(List.of("", "total", duration(input.seconds())));
        return rows;
    }

    /** A duration for people: {@code 4.2 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return String.format(ROOT, "%.1f s", seconds);
        }
        return whole < 3600
                ? "%d min %d s".formatted(whole / 60, whole % 60)
                : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }
}
