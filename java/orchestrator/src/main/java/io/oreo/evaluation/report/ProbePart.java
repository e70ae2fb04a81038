package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.probe.BellmanResidual;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.probe.ProbeFigures.AtPosition;
import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import io.oreo.evaluation.probe.ProbeSource;
import io.oreo.evaluation.probe.StepFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Explicit against implicit value, for the terminal and for the page. */
public final class ProbePart {

    static final List<String> RANK_HEAD =
            List.of(
                    "source",
                    "after 25 % of the steps",
                    "50 %",
                    "75 %",
                    "all",
                    "pooled (weaker)",
                    "calibration error: prompt, half, all");
    static final List<String> STEP_HEAD =
            List.of(
                    "source",
                    "AUC of steps",
                    "change over the first incorrect step",
                    "over correct steps",
                    "error localisation",
                    "by chance");
    static final List<String> BELLMAN_HEAD = List.of("source", "root mean square", "mean", "steps");

    private ProbePart() {}

    /** For the terminal. */
    public static List<String> lines(ProbeFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "AUC within a problem on %s responses of %s, after 25, 50, 75, 100 %% of the steps:"
                        .formatted(
                                Sentences.whole(figures.probe().attempts().size()),
                                figures.probe().evaluation()));
        int width =
                figures.sources().stream()
                        .mapToInt(s -> s.source().label().length())
                        .max()
                        .orElse(1);
        for (OfSource source : figures.sources()) {
            lines.add(
                    ("  %-" + width + "s  %s%s")
                            .formatted(
                                    source.source().label(),
                                    later(source).stream()
                                            .map(
                                                    at ->
                                                            Sentences.three(
                                                                    at.ranking()
                                                                            .within()
                                                                            .estimate()))
                                            .collect(Collectors.joining(" ")),
                                    source.steps().map(ProbePart::atMistake).orElse("")));
        }
        return lines;
    }

    private static String atMistake(StepFigures steps) {
        return String.format(
                ROOT,
                "; first incorrect step: AUC %s, error localisation %s (chance %s)",
                Sentences.three(steps.within().estimate()),
                percent(steps.located()),
                percent(steps.chance()));
    }

    static String caption(ProbeFigures figures) {
        return figures.sources().stream().anyMatch(source -> source.steps().isPresent())
                ? "AUC of a step's change: correct steps against the first incorrect one"
                : "AUC within a problem at the last state";
    }

    /** Positions after the prompt, at which all attempts at a problem are alike. */
    static List<AtPosition> later(OfSource source) {
        return source.positions().subList(1, source.positions().size());
    }

    static List<List<String>> ranks(ProbeFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        for (OfSource source : figures.sources()) {
            List<String> row = new ArrayList<>(List.of(source.source().label()));
            later(source).forEach(at -> row.add(Sentences.three(at.ranking().within())));
            row.add(Sentences.three(source.last().ranking().pooled()));
            row.add(calibration(source.positions()));
            rows.add(row);
        }
        return rows;
    }

    private static String calibration(List<AtPosition> positions) {
        return List.of(positions.getFirst(), positions.get(2), positions.getLast()).stream()
                .flatMap(at -> at.calibrationError().stream().boxed())
                .map(Sentences::three)
                .collect(Collectors.joining(", "));
    }

    static List<List<String>> steps(ProbeFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        for (OfSource source : figures.sources()) {
            source.steps()
                    .ifPresent(
                            steps ->
                                    rows.add(
                                            List.of(
                                                    source.source().label(),
                                                    Sentences.three(steps.within()),
                                                    signed(steps.changeAtIncorrect()),
                                                    signed(steps.changeAtCorrect()),
                                                    percent(steps.located()),
                                                    percent(steps.chance()))));
        }
        return rows;
    }

    static List<List<String>> residuals(ProbeFigures figures) {
        List<List<String>> rows = new ArrayList<>();
        for (OfSource source : figures.sources()) {
            source.bellman().ifPresent(residual -> rows.add(row(source.source(), residual)));
        }
        return rows;
    }

    private static List<String> row(ProbeSource source, BellmanResidual residual) {
        return List.of(
                source.label(),
                Sentences.three(residual.rootMeanSquare()),
                signed(residual.mean()),
                Sentences.whole(residual.steps()));
    }

    private static String signed(double figure) {
        return Double.isFinite(figure) ? String.format(ROOT, "%+.3f", figure) : "–";
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? String.format(ROOT, "%.0f %%", 100 * share) : "–";
    }
}
