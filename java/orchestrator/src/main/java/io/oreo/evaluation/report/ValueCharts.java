package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.CriticLine.Budget;
import io.oreo.evaluation.report.Svg.Dot;
import io.oreo.evaluation.statistics.ValueRanking;
import io.oreo.evaluation.statistics.ValueRanking.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Value against outcome: reliability, and best-of-k accuracy. */
final class ValueCharts {

    private static final int WIDTH = 460;
    private static final int HEIGHT = 340;
    private static final int LEFT = 54;
    private static final int BOTTOM = HEIGHT - 46;
    private static final int TOP = 14;

    private ValueCharts() {}

    /** Share of correct attempts by value; the bars below say how many attempts a bin holds. */
    static Markup reliability(ValueRanking ranking) {
        Svg svg = new Svg(WIDTH, HEIGHT);
        Scale x = new Scale(0, 1, LEFT, WIDTH - 14);
        Scale y = percentAxis(svg, 1);
        for (double tick : x.ticks(5)) {
            svg.text("tick middle", x.at(tick), BOTTOM + 18, String.format(ROOT, "%.1f", tick));
        }
        svg.text("tick middle", (x.start() + x.end()) / 2, HEIGHT - 8, "value V");
        int most = ranking.bins().stream().mapToInt(Bin::count).max().orElse(1);
        double bin = (x.end() - x.start()) / ranking.bins().size();
        for (Bin b : ranking.bins()) {
            double high = 60.0 * b.count() / Math.max(1, most);
            svg.rect("count", x.at(b.low()) + 2, BOTTOM - high, bin - 4, high);
        }
        svg.line("ideal", x.at(0), y.at(0), x.at(1), y.at(1));
        List<Dot> dots = new ArrayList<>();
        for (Bin b : ranking.bins()) {
            if (b.count() > 0) {
                double value = Math.max(0, Math.min(1, b.meanValue()));
                dots.add(new Dot(x.at(value), y.at(b.accuracy())));
            }
        }
        svg.curve("curve c1", dots);
        dots.forEach(dot -> svg.circle("dot c1", dot, 5));
        return svg.draw("Share of correct responses by value, in ten bins");
    }

    /** Accuracy by number of attempts: the ceiling, the choice by value, the vote, one attempt. */
    static Markup budgets(List<Budget> budgets) {
        Svg svg = new Svg(WIDTH, HEIGHT);
        double most = budgets.stream().mapToDouble(Budget::pass).max().orElse(1);
        Scale y = percentAxis(svg, Math.min(1, Math.ceil(most * 5 + 0.1) / 5));
        Scale x = new Scale(0, Math.max(1, budgets.size() - 1), LEFT + 16, WIDTH - 34);
        for (int i = 0; i < budgets.size(); i++) {
            String attempts = Integer.toString(budgets.get(i).attempts());
            svg.text("tick middle", x.at(i), BOTTOM + 18, attempts);
        }
        svg.text("tick middle", (x.start() + x.end()) / 2, HEIGHT - 8, "attempts k");
        double one = budgets.getFirst().pass();
        svg.line("ideal", x.start(), y.at(one), x.end(), y.at(one));
        draw(svg, dots(x, y, budgets, Budget::pass), "c0");
        draw(svg, dots(x, y, budgets, Budget::majority), "c3");
        draw(svg, dots(x, y, budgets, Budget::byValue), "c1");
        return svg.draw("Accuracy by number of attempts: pass, majority, highest value");
    }

    private static List<Dot> dots(
            Scale x, Scale y, List<Budget> budgets, ToDoubleFunction<Budget> figure) {
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < budgets.size(); i++) {
            dots.add(new Dot(x.at(i), y.at(figure.applyAsDouble(budgets.get(i)))));
        }
        return dots;
    }

    private static void draw(Svg svg, List<Dot> dots, String colour) {
        svg.curve("curve " + colour, dots);
        dots.forEach(dot -> svg.circle("dot " + colour, dot, 4.5));
    }

    private static Scale percentAxis(Svg svg, double high) {
        Scale y = new Scale(0, high, BOTTOM, TOP);
        for (double tick : y.ticks(5)) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - 14, y.at(tick));
            svg.text("tick end", LEFT - 8, y.at(tick) + 4, Math.round(100 * tick) + " %");
        }
        return y;
    }
}
