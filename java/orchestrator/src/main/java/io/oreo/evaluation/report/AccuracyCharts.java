package io.oreo.evaluation.report;

import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.report.Svg.Dot;
import io.oreo.evaluation.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Accuracies with their intervals: all evaluations in rows; greedy decoding and one sample by
 * iteration.
 */
final class AccuracyCharts {

    private static final int WIDTH = 960;

    private AccuracyCharts() {}

    /** One row an evaluation, grouped by policy; dots with whiskers, 0 to 100 %. */
    static Markup rows(ReportInput input, List<Line> lines) {
        List<String> methods = input.methods();
        Map<String, List<Line>> byPolicy = new LinkedHashMap<>();
        for (Line line : lines) {
            byPolicy.computeIfAbsent(line.evaluation().policy(), _ -> new ArrayList<>()).add(line);
        }
        int rows = lines.size() + byPolicy.size();
        int bottom = 10 + rows * 26;
        Svg svg = new Svg(WIDTH, bottom + 30);
        Scale x = new Scale(0, 1, 290, WIDTH - 170);
        for (double tick : x.ticks(5)) {
            svg.line("grid", x.at(tick), 6, x.at(tick), bottom);
            svg.text("tick middle", x.at(tick), bottom + 18, Math.round(100 * tick) + " %");
        }
        double y = 26;
        for (Map.Entry<String, List<Line>> own : byPolicy.entrySet()) {
            String colour = colour(methods.indexOf(input.method(own.getKey())));
            svg.text("strong", 0, y + 4, own.getKey());
            y += 26;
            for (Line line : own.getValue()) {
                row(svg, x, y, line, colour);
                y += 26;
            }
        }
        return svg.draw("Accuracy of every evaluation with 95 % Wilson intervals");
    }

    private static void row(Svg svg, Scale x, double y, Line line, String colour) {
        Interval accuracy = line.accuracy().pooled().interval();
        String critic = line.evaluation().critic().map(c -> ", V of " + c).orElse("");
        svg.text("label", 16, y + 4, line.evaluation().strategy() + critic);
        svg.line("whisker " + colour, x.at(accuracy.low()), y, x.at(accuracy.high()), y);
        svg.circle("dot " + colour, new Dot(x.at(accuracy.estimate()), y), 5.5);
        svg.text("figure", WIDTH - 150, y + 4, Sentences.percent(accuracy));
    }

    /** Greedy accuracy by iteration, one line per method; nothing if no iteration was measured. */
    static Markup iterations(ReportInput input, Figures figures) {
        return iterations(input, figures, EvaluationResult::greedy)
                .map(svg -> svg.draw("Greedy accuracy by iteration with 95 % Wilson intervals"))
                .orElse(Markup.NONE);
    }

    /** Accuracy of one sample, likewise. */
    static Markup sampledIterations(ReportInput input, Figures figures) {
        return iterations(input, figures, EvaluationResult::sampled)
                .map(
                        svg ->
                                svg.draw(
                                        "Accuracy of one sample by iteration with 95 % Wilson"
                                                + " intervals"))
                .orElse(Markup.NONE);
    }

    private static Optional<Svg> iterations(
            ReportInput input, Figures figures, Predicate<EvaluationResult> search) {
        Map<String, Map<Integer, Interval>> series = series(input, figures, search);
        if (series.isEmpty()) {
            return Optional.empty();
        }
        int height = 320;
        Svg svg = new Svg(WIDTH, height);
        int last = Math.max(1, input.trainings().size() - 1);
        Scale x = new Scale(0, last, 90, WIDTH - 220);
        Scale y = new Scale(0, 1, height - 44, 16);
        for (double tick : y.ticks(5)) {
            svg.line("grid", 60, y.at(tick), WIDTH - 190, y.at(tick));
            svg.text("tick end", 52, y.at(tick) + 4, Math.round(100 * tick) + " %");
        }
        for (int i = 0; i < input.trainings().size(); i++) {
            String name =
                    i == 0
                            ? "0 (" + input.trainings().getFirst().getFirst() + ")"
                            : Integer.toString(i);
            svg.text("tick middle", x.at(i), height - 22, name);
        }
        svg.text("tick middle", (x.start() + x.end()) / 2, height - 4, "iteration");
        List<String> methods = input.methods();
        double free = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Double> label : labels(series, y).entrySet()) {
            String method = label.getKey();
            int number = methods.indexOf(method);
            line(svg, x, y, series.getOrDefault(method, Map.of()), number);
            free = Math.max(free + 18, label.getValue());
            svg.text("label", x.end() + 34, free + 4, method);
            svg.rect("fill " + colour(number), x.end() + 18, free - 5, 10, 10);
        }
        return Optional.of(svg);
    }

    private static void line(Svg svg, Scale x, Scale y, Map<Integer, Interval> own, int number) {
        List<Dot> dots = new ArrayList<>();
        double aside = (number % 3 - 1) * 5;
        own.forEach(
                (iteration, share) -> {
                    double across = iteration == 0 ? x.at(0) : x.at(iteration) + aside;
                    Dot dot = new Dot(across, y.at(share.estimate()));
                    dots.add(dot);
                    svg.line(
                            "whisker " + colour(number),
                            across,
                            y.at(share.low()),
                            across,
                            y.at(share.high()));
                });
        svg.curve("curve " + colour(number), dots);
        dots.forEach(dot -> svg.circle("dot " + colour(number), dot, 5.5));
        if (own.containsKey(0)) {
            svg.circle("dot " + colour(0), dots.getFirst(), 5.5);
        }
    }

    /** Height of each method's last point, from the top. */
    private static Map<String, Double> labels(Map<String, Map<Integer, Interval>> series, Scale y) {
        Map<String, Double> labels = new LinkedHashMap<>();
        series.entrySet().stream()
                .sorted((a, b) -> Double.compare(last(b.getValue()), last(a.getValue())))
                .forEach(e -> labels.put(e.getKey(), y.at(last(e.getValue()))));
        return labels;
    }

    private static double last(Map<Integer, Interval> own) {
        return own.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .map(e -> e.getValue().estimate())
                .orElse(0.0);
    }

    private static Map<String, Map<Integer, Interval>> series(
            ReportInput input, Figures figures, Predicate<EvaluationResult> search) {
        Map<String, Map<Integer, Interval>> series = new LinkedHashMap<>();
        Map<String, Interval> known = new LinkedHashMap<>();
        figures.evaluations().stream()
                .filter(line -> search.test(line.evaluation()))
                .forEach(l -> known.put(l.evaluation().policy(), l.accuracy().pooled().interval()));
        String start = input.trainings().isEmpty() ? "" : input.trainings().getFirst().getFirst();
        for (int i = 1; i < input.trainings().size(); i++) {
            for (String training : input.trainings().get(i)) {
                if (known.containsKey(training)) {
                    series.computeIfAbsent(input.method(training), _ -> starting(start, known))
                            .put(i, known.get(training));
                }
            }
        }
        return series;
    }

    private static Map<Integer, Interval> starting(String start, Map<String, Interval> known) {
        Map<Integer, Interval> own = new LinkedHashMap<>();
        if (known.containsKey(start)) {
            own.put(0, known.get(start));
        }
        return own;
    }

    /** A colour's class by the place of a method; those past the fourth share the last. */
    private static String colour(int place) {
        return "c" + Math.max(0, Math.min(place, 4));
    }
}
