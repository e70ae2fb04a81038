package io.oreo.evaluation.report;

import io.oreo.evaluation.probe.ProbeFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report for people: one page without scripts that loads nothing. */
final class ReportPage {

    private static final List<String> COLUMNS =
            List.of(
                    "iteration",
                    "evaluation",
                    "right",
                    "accuracy (95 %)",
                    "no answer",
                    "timed out",
                    "grader failed",
                    "tokens a problem");

    private final ReportInput input;
    private final Figures figures;
    private final String digest;

    ReportPage(ReportInput input, Figures figures, String digest) {
        this.input = input;
        this.figures = figures;
        this.digest = digest;
    }

    String html() {
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title><style>%s</style></head><body><main>
        <h1>%s</h1>
        <p class="soft">seed %d · digest <code>%s</code></p>
        %s</main></body></html>
        """
                .formatted(
                        Html.escape(input.run()),
                        PageStyle.css(),
                        Html.escape(input.run()),
                        input.seed(),
                        digest,
                        verdicts()
                                + accuracy()
                                + values()
                                + probes()
                                + section("Solved step by step", steps(), SearchPart.html(input))
                                + section(
                                        "Training",
                                        "Means of neighbouring batches, in their range.",
                                        TrainingCharts.all(input))
                                + section(
                                        "Data",
                                        "What was read, used and dropped.",
                                        DataPart.html(input) + DataPart.settings(input))
                                + section(
                                        "Time",
                                        "By the clock on the wall; time in which the run was"
                                                + " stopped counts in the phase it was stopped in.",
                                        TimePart.html(input)));
    }

    private static String section(String title, String explanation, String content) {
        return content.isEmpty()
                ? ""
                : "<section><h2>%s</h2><p class=\"soft\">%s</p>%s</section>"
                        .formatted(Html.escape(title), Html.escape(explanation), content);
    }

    private static String steps() {
        return "Each row is a step of the answer that a search chose; the bar is the critic's value"
                + " of the state after it, from 0 to 1.";
    }

    private String verdicts() {
        List<String> items = new ArrayList<>();
        figures.comparisons().forEach(c -> items.add(item(Sentences.finding(c), Sentences.of(c))));
        figures.critics()
                .forEach(
                        c ->
                                items.add(
                                        item(
                                                Sentences.finding(c.first()),
                                                Sentences.of(c.first()))));
        return section(
                "What came out",
                "Paired tests on the same problems: exact McNemar between two answers, permutation"
                        + " against the mean of several attempts. p holds for all these sentences"
                        + " at once (Holm); a difference is claimed below 0.05. Intervals are 95 %,"
                        + " bootstrap over problems.",
                items.isEmpty()
                        ? ""
                        : "<ul class=\"verdicts\">%s</ul>".formatted(String.join("", items)));
    }

    private static String item(Sentences.Finding finding, String sentence) {
        String chip =
                switch (finding) {
                    case BETTER -> "<span class=\"chip better\">better</span>";
                    case WORSE -> "<span class=\"chip worse\">worse</span>";
                    case UNDECIDED -> "<span class=\"chip open\">undecided</span>";
                };
        return "<li>%s<span>%s.</span></li>".formatted(chip, Html.escape(sentence));
    }

    private String accuracy() {
        String byIteration =
                Html.figure(
                        "Greedy accuracy by iteration", AccuracyCharts.iterations(input, figures));
        return figures.evaluations().isEmpty()
                ? ""
                : section(
                        "Accuracy",
                        "Share of problems whose answer is right, with Wilson's 95 % interval.",
                        byIteration
                                + Html.figure(
                                        "Every evaluation",
                                        AccuracyCharts.rows(input, figures.evaluations()))
                                + tokens()
                                + table());
    }

    /** Accuracy against tokens, where a policy was searched in several ways. */
    private String tokens() {
        return Html.figure(
                "Accuracy against tokens generated",
                TokenChart.draw(
                        figures.evaluations().stream()
                                .map(
                                        line ->
                                                new TokenChart.Spot(
                                                        line.evaluation().policy(),
                                                        line.evaluation().strategy(),
                                                        line.meanTokens(),
                                                        line.right().pooled().interval()))
                                .toList()));
    }

    private String table() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : figures.evaluations()) {
            rows.add(row(line));
            if (line.groups().size() > 1) {
                line.groups().forEach((group, own) -> rows.add(row(group, own.pooled())));
            }
        }
        return "<details><summary>All figures as a table</summary>%s</details>"
                .formatted(Html.table(COLUMNS, rows));
    }

    private static List<String> row(Line line) {
        return List.of(
                Integer.toString(line.evaluation().iteration()),
                line.evaluation().name(),
                line.right().pooled().correct() + " / " + line.right().pooled().n(),
                Sentences.percent(line.right().pooled().interval()),
                Long.toString(line.noAnswer()),
                Long.toString(line.timedOut()),
                Long.toString(line.graderFailures()),
                Sentences.whole(line.meanTokens()));
    }

    private static List<String> row(String group, Line.Share share) {
        String right = share.correct() + " / " + share.n();
        String accuracy = Sentences.percent(share.interval());
        return List.of("", "– " + group, right, accuracy, "", "", "", "");
    }

    private String values() {
        return figures.critics().stream().map(c -> value(c.first())).collect(Collectors.joining());
    }

    private static String value(CriticLine line) {
        String critic = line.evaluation().critic().orElse("the critic");
        String policy = line.evaluation().policy();
        String figures =
                """
                <div class="figures">
                <div><b>%s</b><span>AUC within a problem: of a right and a wrong attempt at one
                problem, how often the right one has the higher value (%s pairs)</span></div>
                <div><b>%s</b><span>AUC pooled over problems: the weaker measure, since it rewards
                knowing which problems are hard</span></div>
                <div><b>%s</b><span>expected calibration error of V read as a probability</span>
                </div>
                </div>
                """
                        .formatted(
                                Html.escape(Sentences.three(line.ranking().within())),
                                Sentences.whole(line.ranking().pairs()),
                                Sentences.three(line.ranking().pooled()),
                                Sentences.three(line.ranking().calibrationError()));
        String charts =
                """
                <div class="two"><figure><figcaption>Right attempts by value; on the dashed line V
                is a probability. Grey: attempts in the bin</figcaption>%s</figure>
                <figure><figcaption>Right by number of attempts: %s %s %s dashed: one attempt
                </figcaption>%s</figure></div>
                """
                        .formatted(
                                ValueCharts.reliability(line.ranking()),
                                Html.key("c0", "any of them"),
                                Html.key("c1", "highest value"),
                                Html.key("c3", "vote"),
                                ValueCharts.budgets(line.budgets()));
        return section(
                "Value against outcome: V of %s on attempts of %s".formatted(critic, policy),
                "V is read at the last state before the end of each attempt.",
                figures + charts);
    }

    private String probes() {
        return figures.probes().getFirst().stream().map(this::probe).collect(Collectors.joining());
    }

    private String probe(ProbeFigures probe) {
        String main = input.trainings().get(probe.probe().iteration()).getFirst();
        return section(
                "Explicit against implicit value: attempts of " + probe.probe().evaluation(),
                "Every critic's V, and every policy's implicit value (the sum of log(pi/pi_ref),"
                        + " pi_ref being "
                        + probe.probe().reference()
                        + "), on the same attempts: how well each ranks right attempts above wrong"
                        + " ones at the same problem, how its change over a step finds the first"
                        + " wrong step, and how well V fits its own policy.",
                ProbePart.html(probe, main));
    }
}
