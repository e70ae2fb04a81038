package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.probe.ProbeFigures.AtPosition;
import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import io.oreo.evaluation.probe.ProbeSource;
import io.oreo.evaluation.probe.StepFigures;
import io.oreo.evaluation.report.Svg.Dot;
import io.oreo.evaluation.statistics.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How early each source tells correct attempts from incorrect ones. */
final class ProbeChart {

    private static final int WIDTH = 460;
    private static final int HEIGHT = 340;
    private static final int LEFT = 54;
    private static final int BOTTOM = HEIGHT - 46;
    private static final int ROW = 26;
    private static final int LABELS = 200;

    private ProbeChart() {}

    /** AUC within a problem by position; the main training's own sources stand out. */
    static Markup byPosition(ProbeFigures figures, String main) {
        Svg svg = new Svg(WIDTH, HEIGHT);
        Scale x = new Scale(0, 1, LEFT, WIDTH - 20);
        Scale y =
                new Scale(
                        lowest(
                                figures.sources().stream()
                                        .flatMap(source -> ProbePart.later(source).stream())
                                        .map(at -> at.ranking().within())),
                        1,
                        BOTTOM,
                        14);
        for (double tick : y.ticks(5)) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - 14, y.at(tick));
            svg.text("tick end", LEFT - 8, y.at(tick) + 4, String.format(ROOT, "%.1f", tick));
        }
        for (AtPosition at : ProbePart.later(figures.sources().getFirst())) {
            String share = Math.round(100 * at.share()) + " %";
            svg.text("tick middle", x.at(at.share()), BOTTOM + 18, share);
        }
        svg.text("tick middle", (x.start() + x.end()) / 2, HEIGHT - 8, "steps taken");
        svg.line("ideal", x.start(), y.at(0.5), x.end(), y.at(0.5));
        figures.sources().stream()
                .sorted(Comparator.comparing((OfSource s) -> s.source().training().equals(main)))
                .forEach(source -> draw(svg, source, colour(source.source(), main), x, y));
        return svg.draw("AUC within a problem by share of the steps taken");
    }

    /**
     * AUC of a step's change at the first incorrect step, one row per source; where no step is
     * labelled, AUC at the last state.
     */
    static Markup bySource(ProbeFigures figures, String main) {
        int bottom = 14 + figures.sources().size() * ROW;
        Svg svg = new Svg(WIDTH, bottom + 30);
        double low = lowest(figures.sources().stream().map(ProbeChart::figure));
        Scale x = new Scale(low, 1, LABELS, WIDTH - 20);
        for (double tick : x.ticks(4)) {
            svg.line("grid", x.at(tick), 6, x.at(tick), bottom);
            svg.text("tick middle", x.at(tick), bottom + 18, String.format(ROOT, "%.1f", tick));
        }
        svg.line("ideal", x.at(0.5), 6, x.at(0.5), bottom);
        double y = 24;
        for (OfSource source : figures.sources()) {
            Interval auc = figure(source);
            svg.text("label", 0, y + 4, source.source().label());
            if (Double.isFinite(auc.estimate())) {
                String colour = colour(source.source(), main);
                svg.line("whisker " + colour, x.at(auc.low()), y, x.at(auc.high()), y);
                svg.circle("dot " + colour, new Dot(x.at(auc.estimate()), y), 5);
            }
            y += ROW;
        }
        return svg.draw("AUC of each source with 95 % intervals");
    }

    private static Interval figure(OfSource source) {
        return source.steps()
                .map(StepFigures::within)
                .orElseGet(() -> source.last().ranking().within());
    }

    private static void draw(Svg svg, OfSource source, String colour, Scale x, Scale y) {
        List<Dot> dots =
                ProbePart.later(source).stream()
                        .filter(at -> at.ranking().pairs() > 0)
                        .map(
                                at ->
                                        new Dot(
                                                x.at(at.share()),
                                                y.at(at.ranking().within().estimate())))
                        .toList();
        svg.curve("curve " + colour, dots);
        dots.forEach(dot -> svg.circle("dot " + colour, dot, 4));
    }

    private static String colour(ProbeSource source, String main) {
        if (!source.training().equals(main)) {
            return "c0";
        }
        return source.kind() == ProbeSource.Kind.EXPLICIT ? "c1" : "c2";
    }

    /** A round figure below all of these, at most 0.4. */
    private static double lowest(Stream<Interval> intervals) {
        double least =
                intervals.mapToDouble(Interval::low).filter(Double::isFinite).min().orElse(0.4);
        return Math.min(0.4, Math.floor(least * 10) / 10);
    }
}
