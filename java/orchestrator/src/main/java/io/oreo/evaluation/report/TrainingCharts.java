package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.Point;
import io.oreo.evaluation.report.Svg.Dot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;

/** Metrics of trainings, a small drawing each: means of neighbouring batches in their range. */
final class TrainingCharts {

    /** What is drawn, in this order; all else that was measured stands in the JSON. */
    private static final List<String> DRAWN =
            List.of(
                    "loss",
                    "policy_loss",
                    "value_loss",
                    "kl",
                    "entropy",
                    "log_ratio",
                    "first_value");

    private static final int WIDTH = 300;
    private static final int HEIGHT = 170;
    private static final int MEANS = 80;

    private TrainingCharts() {}

    /** Drawings by their caption, of each training that was measured, in the order of trainings. */
    static Map<String, Map<String, Markup>> all(ReportInput input) {
        Map<String, Map<String, Markup>> all = new LinkedHashMap<>();
        for (String training : input.trainings().stream().flatMap(List::stream).toList()) {
            Map<String, Markup> row = row(input.curves().getOrDefault(training, Map.of()));
            if (!row.isEmpty()) {
                all.put(training, row);
            }
        }
        return all;
    }

    private static Map<String, Markup> row(Map<String, List<Point>> curves) {
        Map<String, Markup> row = new LinkedHashMap<>();
        for (String name : DRAWN) {
            List<Point> points = finite(curves.getOrDefault(name, List.of()));
            if (!points.isEmpty()) {
                String words = name.equals("kl") ? "KL to the reference" : name.replace('_', ' ');
                row.put(words, draw(words, points));
            }
        }
        return row;
    }

    private static List<Point> finite(List<Point> points) {
        return points.stream().filter(point -> Double.isFinite(point.value())).toList();
    }

    private static Markup draw(String title, List<Point> points) {
        Svg svg = new Svg(WIDTH, HEIGHT);
        double lowest = points.stream().mapToDouble(Point::value).min().orElse(0);
        double highest = points.stream().mapToDouble(Point::value).max().orElse(1);
        Scale y = Scale.around(Math.min(0, lowest), highest, HEIGHT - 26, 8);
        double first = points.getFirst().batch();
        double last = Math.max(first + 1, points.getLast().batch());
        Scale x = new Scale(first, last, 60, WIDTH - 10);
        for (double tick : y.ticks(3)) {
            svg.line("grid", x.start(), y.at(tick), x.end(), y.at(tick));
            svg.text("tick end", x.start() - 6, y.at(tick) + 4, number(tick));
        }
        for (double tick : x.ticks(3)) {
            svg.text("tick middle", x.at(tick), HEIGHT - 8, number(tick));
        }
        List<Dot> means = new ArrayList<>();
        List<Dot> range = new ArrayList<>();
        List<Dot> back = new ArrayList<>();
        int size = Math.max(1, Math.ceilDiv(points.size(), MEANS));
        for (List<Point> some : points.stream().gather(Gatherers.windowFixed(size)).toList()) {
            double across = x.at(some.stream().mapToInt(Point::batch).average().orElse(0));
            double mean = some.stream().mapToDouble(Point::value).average().orElse(0);
            means.add(new Dot(across, y.at(mean)));
            range.add(
                    new Dot(across, y.at(some.stream().mapToDouble(Point::value).max().orElse(0))));
            back.add(
                    new Dot(across, y.at(some.stream().mapToDouble(Point::value).min().orElse(0))));
        }
        range.addAll(back.reversed());
        svg.area("range c1", range);
        svg.curve("curve thin c1", means);
        if (means.size() == 1) {
            svg.circle("dot c1", means.getFirst(), 4);
        }
        return svg.draw(title + " by batch");
    }

    /** A round figure, so short that it fits beside the axis. */
    static String number(double value) {
        if (value != 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3)) {
            return String.format(ROOT, "%.1e", value)
                    .replace(".0e", "e")
                    .replaceAll("e([+-])0+", "e$1")
                    .replace("e+", "e");
        }
        return String.format(ROOT, "%,.4f", value).replaceAll("\\.?0+$", "");
    }
}
