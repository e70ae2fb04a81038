package io.oreo.evaluation.report;

import java.util.List;
import java.util.stream.Collectors;

/** Small drawings in SVG whose colours follow the page. */
final class Svg {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 240;
    private static final int LEFT = 52;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;

    private Svg() {}

    /** A point of a drawing. */
    record Dot(double x, double y) {}

    /** A bar with an interval around its end, all in shares. */
    record Bar(String label, double value, double low, double high) {}

    /** Horizontal bars with intervals, 0 to 100 %. */
    static String bars(List<Bar> bars, String title) {
        int row = 26;
        int label = 250;
        int height = bars.size() * row + BOTTOM;
        double scale = (WIDTH - label - 70) * 1.0;
        StringBuilder body = new StringBuilder();
        for (int percent = 0; percent <= 100; percent += 25) {
            double x = label + scale * percent / 100;
            body.append(line(x, 0, x, bars.size() * row, "grid"));
            body.append(text(x, height - 8, "middle", percent + " %"));
        }
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = i * row + 5;
            double middle = y + 8;
            body.append(text(label - 8, middle + 4, "end", bar.label()));
            body.append(
                    ("<rect class=\"bar\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" "
                                    + "height=\"16\" rx=\"2\"/>")
                            .formatted(label, y, scale * bar.value()));
            body.append(
                    line(
                            label + scale * bar.low(),
                            middle,
                            label + scale * bar.high(),
                            middle,
                            "whisker"));
            body.append(
                    text(
                            label + scale * bar.high() + 6,
                            middle + 4,
                            "start",
                            "%.1f".formatted(100 * bar.value())));
        }
        return svg(height, title, body);
    }

    /** A curve through points, with axes fitted to them. */
    static String curve(List<Dot> dots, String title) {
        return plot(dots, title, fitted(dots), false);
    }

    /** Points against the diagonal of the unit square; for reliability. */
    static String reliability(List<Dot> dots, String title) {
        return plot(dots, title, new double[] {0, 1, 0, 1}, true);
    }

    private static double[] fitted(List<Dot> dots) {
        double lowest = dots.stream().mapToDouble(Dot::y).min().orElse(0);
        double highest = dots.stream().mapToDouble(Dot::y).max().orElse(1);
        double room = highest > lowest ? 0 : 0.5;
        return new double[] {
            dots.getFirst().x(),
            Math.max(dots.getLast().x(), dots.getFirst().x() + 1),
            Math.min(0, lowest) - room * 0,
            highest + room
        };
    }

    private static String plot(List<Dot> dots, String title, double[] box, boolean diagonal) {
        StringBuilder body = new StringBuilder();
        for (int tick = 0; tick <= 4; tick++) {
            double y = box[2] + (box[3] - box[2]) * tick / 4;
            body.append(line(LEFT, py(y, box), WIDTH - RIGHT, py(y, box), "grid"));
            body.append(text(LEFT - 6, py(y, box) + 4, "end", number(y)));
            double x = box[0] + (box[1] - box[0]) * tick / 4;
            body.append(text(px(x, box), HEIGHT - 8, "middle", number(x)));
        }
        if (diagonal) {
            body.append(line(px(0, box), py(0, box), px(1, box), py(1, box), "whisker"));
        }
        String points =
                dots.stream()
                        .map(dot -> "%.1f,%.1f".formatted(px(dot.x(), box), py(dot.y(), box)))
                        .collect(Collectors.joining(" "));
        body.append("<polyline class=\"curve\" points=\"").append(points).append("\"/>");
        if (diagonal) {
            for (Dot dot : dots) {
                body.append(
                        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>"
                                .formatted(px(dot.x(), box), py(dot.y(), box)));
            }
        }
        return svg(HEIGHT, title, body);
    }

    private static double px(double x, double[] box) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (x - box[0]) / (box[1] - box[0]);
    }

    private static double py(double y, double[] box) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (y - box[2]) / (box[3] - box[2]);
    }

    private static String number(double value) {
        return Math.abs(value) >= 10 || value == Math.rint(value)
                ? "%.0f".formatted(value)
                : "%.3g".formatted(value);
    }

    private static String line(double x1, double y1, double x2, double y2, String kind) {
        return "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
                .formatted(kind, x1, y1, x2, y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>"
                .formatted(x, y, anchor, Html.escape(text));
    }

    private static String svg(int height, String title, StringBuilder body) {
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>"
                .formatted(WIDTH, height, Html.escape(title), body);
    }
}
