package io.oreo.evaluation.report;

import io.oreo.evaluation.report.Figures.CriticLine;
import java.util.stream.Collectors;

/** The report for the terminal, at most a hundred columns wide where the names allow it. */
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
        StringBuilder out = new StringBuilder();
        int width =
                figures.evaluations().stream()
                        .mapToInt(line -> line.evaluation().name().length())
                        .max()
                        .orElse(10);
        String header = "%-" + width + "s  %11s  %-22s  %s%n";
        out.append(header.formatted("evaluation", "right", "accuracy (95 %)", "tokens"));
        for (Figures.Line line : figures.evaluations()) {
            out.append(
                    ("%-" + width + "s  %11s  %-22s  %.0f%n")
                            .formatted(
                                    line.evaluation().name(),
                                    "%d / %d"
                                            .formatted(
                                                    line.correct(),
                                                    line.evaluation().results().size()),
                                    Sentences.percent(line.accuracy()),
                                    line.meanTokens()));
        }
        out.append(System.lineSeparator());
        figures.comparisons().forEach(c -> out.append(Sentences.of(c)).append(".%n".formatted()));
        figures.critics().forEach(line -> out.append(critic(line)));
        out.append("%nrun %s, seed %d, digest %s%n".formatted(input.run(), input.seed(), digest));
        return out.toString();
    }

    private static String critic(CriticLine line) {
        String curve =
                line.bestOf().entrySet().stream()
                        .map(e -> "%d: %.1f %%".formatted(e.getKey(), 100 * e.getValue()))
                        .collect(Collectors.joining(", "));
        return ("value of %s on attempts of %s: AUC within a problem %.3f "
                        + "(%.3f to %.3f), pooled %.3f; best of %s.%n")
                .formatted(
                        line.evaluation().critic().orElse("the critic"),
                        line.evaluation().policy(),
                        line.ranking().within().estimate(),
                        line.ranking().within().low(),
                        line.ranking().within().high(),
                        line.ranking().pooled(),
                        curve);
    }
}
