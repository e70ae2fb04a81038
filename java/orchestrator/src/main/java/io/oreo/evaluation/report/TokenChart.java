package io.oreo.evaluation.report;

import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.report.Svg.Dot;
import io.oreo.evaluation.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a search buys: accuracy against the tokens that were generated per problem. */
final class TokenChart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int BOTTOM = HEIGHT - 46;
    private static final int LINE = 17;
    private static final int LABEL = 250;
    private static final int COLOURS = 5;

    private TokenChart() {}

    /**
     * An evaluation as a place.
     *
     * @param tokens mean of the tokens generated per problem, above 0
     */
    private record Spot(String policy, String search, double tokens, Interval accuracy) {}

    /** Evaluations as spots, with the tokens and the accuracy of all seeds together. */
    static Markup of(List<Line> lines) {
        return draw(
                lines.stream()
                        .map(
                                line ->
                                        new Spot(
                                                line.evaluation().policy(),
                                                line.evaluation().strategy(),
                                                line.meanTokens(),
                                                line.accuracy().pooled().interval()))
                        .toList());
    }

    /** Spots of the policies that were searched in several ways; nothing if none was. */
    private static Markup draw(List<Spot> spots) {
        Map<String, Long> searches =
                spots.stream().collect(Collectors.groupingBy(Spot::policy, Collectors.counting()));
        List<Spot> shown =
                spots.stream()
                        .filter(spot -> spot.tokens() > 0)
                        .filter(spot -> searches.getOrDefault(spot.policy(), 0L) > 1)
                        .sorted(Comparator.comparingDouble(spot -> -spot.accuracy().estimate()))
                        .toList();
        if (shown.isEmpty()) {
            return Markup.NONE;
        }
        Svg svg = new Svg(WIDTH, HEIGHT);
        Scale x = tokens(svg, shown);
        Scale y = shares(svg, shown);
        List<Dot> labels = new ArrayList<>();
        List<String> policies = spots.stream().map(Spot::policy).distinct().toList();
        for (Spot spot : shown) {
            String colour = "c" + policies.indexOf(spot.policy()) % COLOURS;
            double across = x.at(Math.log(spot.tokens()));
            svg.line(
                    "whisker " + colour,
                    across,
                    y.at(spot.accuracy().low()),
                    across,
                    y.at(spot.accuracy().high()));
            svg.circle("dot " + colour, new Dot(across, y.at(spot.accuracy().estimate())), 5.5);
            Dot label = free(new Dot(across + 11, y.at(spot.accuracy().estimate()) + 4), labels);
            labels.add(label);
            svg.text("label", label.x(), label.y(), name(spot));
        }
        return svg.draw("Accuracy against tokens generated per problem");
    }

    private static String name(Spot spot) {
        return spot.policy() + ", " + spot.search();
    }

    /** The place, or as far below it as keeps clear of the labels that are there. */
    private static Dot free(Dot wanted, List<Dot> labels) {
        Dot place = wanted;
        for (Dot other : labels.stream().sorted(Comparator.comparingDouble(Dot::y)).toList()) {
            if (Math.abs(other.x() - place.x()) < LABEL && Math.abs(other.y() - place.y()) < LINE) {
                place = new Dot(place.x(), other.y() + LINE);
            }
        }
        return place;
    }

    /** A logarithmic axis: each line is twice the one before. */
    private static Scale tokens(Svg svg, List<Spot> spots) {
        double least = spots.stream().mapToDouble(Spot::tokens).min().orElse(1);
        double most = spots.stream().mapToDouble(Spot::tokens).max().orElse(1);
        Scale x =
                new Scale(
                        Math.log(least),
                        Math.log(Math.max(most, 2 * least)),
                        LEFT + 20,
                        WIDTH - LABEL);
        Map<Double, String> ticks = new TreeMap<>();
        for (double tick = least; tick <= Math.max(most, 2 * least) * 1.001; tick *= 2) {
            ticks.put(tick, Sentences.whole(tick));
        }
        ticks.forEach(
                (tick, text) -> svg.text("tick middle", x.at(Math.log(tick)), BOTTOM + 18, text));
        svg.text("tick middle", (x.start() + x.end()) / 2, HEIGHT - 8, "tokens per problem");
        return x;
    }

    private static Scale shares(Svg svg, List<Spot> spots) {
        double most = spots.stream().mapToDouble(spot -> spot.accuracy().high()).max().orElse(1);
        Scale y = new Scale(0, Math.min(1, Math.ceil(most * 10) / 10), BOTTOM, 14);
        for (double tick : y.ticks(5)) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - 14, y.at(tick));
            svg.text("tick end", LEFT - 8, y.at(tick) + 4, Math.round(100 * tick) + " %");
        }
        return y;
    }
}
