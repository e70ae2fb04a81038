package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.report.ReportInput.PhaseTime;
import java.util.List;
import java.util.stream.Stream;

/** What a run spent its time on. */
final class TimePart {

    private TimePart() {}

    static String html(ReportInput input) {
        if (input.times().isEmpty()) {
            return "";
        }
        Stream<List<String>> phases = input.times().stream().map(TimePart::row);
        Stream<List<String>> total = Stream.of(List.of("", "total", duration(input.seconds())));
        return Html.table(
                List.of("iteration", "phase", "time"), Stream.concat(phases, total).toList());
    }

    private static List<String> row(PhaseTime time) {
        return List.of(Integer.toString(time.iteration()), time.phase(), duration(time.seconds()));
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
