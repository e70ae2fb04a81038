package io.oreo.evaluation.report;

import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.probe.ProbeFigures;
import java.util.ArrayList;
import java.util.List;

/** The report for people, {@code report.jte}: one page without scripts that loads nothing. */
record ReportPage(ReportInput input, Figures figures, String digest) {

    static final List<String> COLUMNS =
            List.of(
                    "iteration",
                    "evaluation",
                    "correct",
                    "accuracy (95 %)",
                    "all steps correct",
                    "no answer",
                    "timed out",
                    "grader failed",
                    "tokens per problem");

    /** What a test says. */
    record Verdict(Sentences.Finding finding, String sentence) {}

    String html() {
        return Pages.of("report.jte", this);
    }

    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        figures.comparisons()
                .forEach(c -> verdicts.add(new Verdict(Sentences.finding(c), Sentences.of(c))));
        figures.critics().stream()
                .map(Figures.Critic::first)
                .forEach(c -> verdicts.add(new Verdict(Sentences.finding(c), Sentences.of(c))));
        return verdicts;
    }

    /** The training that the next iteration starts from. */
    String main(ProbeFigures probe) {
        return input.trainings().get(probe.probe().iteration()).getFirst();
    }

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : figures.evaluations()) {
            rows.add(row(line));
            if (line.groups().size() > 1) {
                line.groups().forEach((group, own) -> rows.add(row(group, own.pooled())));
            }
        }
        return rows;
    }

    private static List<String> row(Line line) {
        return List.of(
                Integer.toString(line.evaluation().iteration()),
                line.evaluation().name(),
                line.accuracy().pooled().correct() + " / " + line.accuracy().pooled().n(),
                Sentences.percent(line.accuracy().pooled().interval()),
                Sentences.percent(line.allStepsCorrect()),
                Long.toString(line.noAnswer()),
                Long.toString(line.timedOut()),
                Long.toString(line.graderFailures()),
                Sentences.whole(line.meanTokens()));
    }

    private static List<String> row(String group, Line.Share share) {
        String correct = share.correct() + " / " + share.n();
        String accuracy = Sentences.percent(share.interval());
        return List.of("", "– " + group, correct, accuracy, "", "", "", "", "");
    }
}
