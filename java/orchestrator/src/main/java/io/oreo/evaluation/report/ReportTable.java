package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import io.oreo.evaluation.figures.CriticLine;
import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.Line.Accuracy;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report for the terminal: a table, then what it says in sentences. */
final class ReportTable {

    private final ReportInput input;
    private final Figures figures;
    private final String digest;

    ReportTable(ReportInput input, Figures figures, String digest) {
        this.input = input;
        this.figures = figures;
        this.digest = digest;
    }

    String text() {
        List<String> lines = new ArrayList<>(table());
        if (!figures.comparisons().isEmpty()) {
            lines.add("");
        }
        figures.comparisons().forEach(c -> lines.add(Sentences.of(c) + "."));
        figures.critics().forEach(c -> lines.add(Sentences.of(c.first()) + "."));
        if (!figures.comparisons().isEmpty() || !figures.critics().isEmpty()) {
            lines.add(
                    "(paired tests on the same problems; p holds for all these sentences at once,"
                            + " after Holm; intervals 95 %)");
        }
        figures.critics().forEach(c -> lines.addAll(critic(c.first())));
        figures.probes().getFirst().forEach(probe -> lines.addAll(ProbePart.lines(probe)));
        lines.add("");
        lines.add("run %s, seed %d, digest %s".formatted(input.run(), input.seed(), digest));
        return String.join("\n", lines) + "\n";
    }

    private List<String> table() {
        boolean steps = figures.evaluations().stream().anyMatch(ReportTable::tellsSteps);
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "evaluation",
                        "correct",
                        "accuracy (95 %)",
                        steps ? "all steps correct" : "",
                        "tokens per problem"));
        for (Line line : figures.evaluations()) {
            rows.add(
                    row(
                            line.evaluation().name(),
                            line.accuracy(),
                            tellsSteps(line) ? Sentences.percent(line.allStepsCorrect()) : "",
                            Sentences.whole(line.meanTokens())));
            if (line.groups().size() > 1) {
                line.groups().forEach((group, share) -> rows.add(row("  " + group, share, "", "")));
            }
        }
        int[] width = new int[5];
        for (List<String> row : rows) {
            for (int column = 0; column < width.length; column++) {
                width[column] = Math.max(width[column], row.get(column).length());
            }
        }
        // Where no task tells steps apart, their column and the space before it are gone.
        String format =
                "%%-%ds  %%%ds  %%-%ds".formatted(width[0], width[1], width[2])
                        + (steps ? "  %%%ds".formatted(width[3]) : "%s")
                        + "  %%%ds".formatted(width[4]);
        return rows.stream().map(row -> format.formatted(row.toArray()).stripTrailing()).toList();
    }

    private static boolean tellsSteps(Line line) {
        return line.allStepsCorrect().isPresent();
    }

    private static List<String> row(String name, Accuracy accuracy, String steps, String tokens) {
        return List.of(
                name,
                accuracy.pooled().correct() + " / " + accuracy.pooled().n(),
                Sentences.percent(accuracy.pooled().interval()),
                steps,
                tokens);
    }

    private static List<String> critic(CriticLine line) {
        String byValue =
                line.budgets().stream()
                        .map(b -> String.format(ROOT, "%d: %.1f", b.attempts(), 100 * b.byValue()))
                        .collect(Collectors.joining(", "));
        return List.of(
                "",
                "V of %s on %s responses of %s:"
                        .formatted(
                                line.evaluation().critic().orElse("?"),
                                Sentences.whole(attempts(line)),
                                line.evaluation().policy()),
                "  AUC within a problem  " + Sentences.three(line.ranking().within()),
                "  AUC pooled            "
                        + Sentences.three(line.ranking().pooled())
                        + " (the weaker measure: it rewards knowing which problems are hard)",
                "  calibration error     " + Sentences.three(line.ranking().calibrationError()),
                "  best-of-k accuracy %  " + byValue);
    }

    private static int attempts(CriticLine line) {
        return line.evaluation().results().stream().mapToInt(r -> r.attempts().size()).sum();
    }
}
