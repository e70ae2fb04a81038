package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.stream.Collectors;

/** A drawing in SVG. Colours and sizes of text are the page's, by class. Not thread-safe. */
final class Svg {

    private final int width;
    private final int height;
    private final StringBuilder body = new StringBuilder();

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** A place in the drawing, in pixels. */
    record Dot(double x, double y) {}

    Svg line(String kind, double x1, double y1, double x2, double y2) {
        return add(
                String.format(
                        ROOT,
                        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                        kind,
                        x1,
                        y1,
                        x2,
                        y2));
    }

    Svg rect(String kind, double x, double y, double w, double h) {
        return add(
                String.format(
                        ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        kind,
                        x,
                        y,
                        Math.max(0, w),
                        Math.max(0, h)));
    }

    Svg circle(String kind, Dot centre, double radius) {
        return add(
                String.format(
                        ROOT,
                        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                        kind,
                        centre.x(),
                        centre.y(),
                        radius));
    }

    Svg curve(String kind, List<Dot> dots) {
        return add("<polyline class=\"%s\" points=\"%s\"/>".formatted(kind, points(dots)));
    }

    Svg area(String kind, List<Dot> dots) {
        return add("<polygon class=\"%s\" points=\"%s\"/>".formatted(kind, points(dots)));
    }

    /** Text; {@code kind} may name {@code middle} or {@code end} for its alignment. */
    Svg text(String kind, double x, double y, String text) {
        return add(
                String.format(
                        ROOT,
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                        kind,
                        x,
                        y,
                        escape(text)));
    }

    /** The element; {@code title} says in words what is drawn. */
    Markup draw(String title) {
        return new Markup(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>"
                        .formatted(width, height, escape(title), body));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private Svg add(String element) {
        body.append(element);
        return this;
    }

    private static String points(List<Dot> dots) {
        return dots.stream()
                .map(dot -> String.format(ROOT, "%.1f,%.1f", dot.x(), dot.y()))
                .collect(Collectors.joining(" "));
    }
}
