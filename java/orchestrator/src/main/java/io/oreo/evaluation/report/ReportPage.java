package io.oreo.evaluation.report;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.report.Figures.CriticLine;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.report.ReportInput.Point;
import io.oreo.search.SearchTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for people: one page without scripts that loads nothing. */
final class ReportPage {

    private static final List<String> CURVES =
            List.of("policy_loss", "value_loss", "kl", "entropy", "log_ratio", "first_value");
    private static final int POINTS = 160;
    private static final int EXAMPLES = 6;

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
        <h1>%s</h1><p class="small">seed %d, digest %s</p>
        %s</main></body></html>
        """
                .formatted(
                        Html.escape(input.run()),
                        STYLE,
                        Html.escape(input.run()),
                        input.seed(),
                        digest,
                        verdicts() + accuracy() + values() + examples() + curves() + data());
    }

    private String verdicts() {
        return ("<h2>What it says</h2><ul>%s</ul><p class=\"small\">Exact "
                        + "McNemar tests on the same problems; p-values hold for all "
                        + "these comparisons at once (Holm). Intervals: 95 %%, bootstrap "
                        + "over problems.</p>")
                .formatted(
                        figures.comparisons().stream()
                                .map(c -> "<li>" + Html.escape(Sentences.of(c)) + ".</li>")
                                .collect(Collectors.joining()));
    }

    private String accuracy() {
        List<Svg.Bar> bars =
                figures.evaluations().stream()
                        .map(
                                line ->
                                        new Svg.Bar(
                                                line.evaluation().name(),
                                                line.accuracy().estimate(),
                                                line.accuracy().low(),
                                                line.accuracy().high()))
                        .toList();
        List<List<String>> rows =
                figures.evaluations().stream()
                        .map(
                                line ->
                                        List.of(
                                                Integer.toString(line.evaluation().iteration()),
                                                line.evaluation().name(),
                                                line.correct()
                                                        + " / "
                                                        + line.evaluation().results().size(),
                                                Sentences.percent(line.accuracy()),
                                                Long.toString(line.noAnswer()),
                                                "%.0f".formatted(line.meanTokens())))
                        .toList();
        return "<h2>Accuracy</h2>"
                + Svg.bars(bars, "Accuracy with 95 % Wilson intervals")
                + Html.table(
                        List.of(
                                "iteration",
                                "evaluation",
                                "right",
                                "accuracy (95 %, Wilson)",
                                "no answer",
                                "tokens a problem"),
                        rows);
    }

    private String values() {
        return figures.critics().stream().map(ReportPage::value).collect(Collectors.joining());
    }

    private static String value(CriticLine line) {
        List<Svg.Dot> dots =
                line.ranking().bins().stream()
                        .filter(bin -> bin.count() > 0)
                        .map(bin -> new Svg.Dot(bin.meanValue(), bin.accuracy()))
                        .toList();
        List<List<String>> bestOf =
                line.bestOf().entrySet().stream()
                        .map(
                                e ->
                                        List.of(
                                                e.getKey().toString(),
                                                "%.1f %%".formatted(100 * e.getValue())))
                        .toList();
        return ("<h2>Value against outcome: %s on attempts of %s</h2><p>AUC "
                                + "within a problem %.3f (%.3f to %.3f) over %,d pairs; pooled "
                                + "over problems %.3f, the weaker measure. Expected calibration "
                                + "error %.3f.</p>")
                        .formatted(
                                Html.escape(line.evaluation().critic().orElse("critic")),
                                Html.escape(line.evaluation().policy()),
                                line.ranking().within().estimate(),
                                line.ranking().within().low(),
                                line.ranking().within().high(),
                                line.ranking().pairs(),
                                line.ranking().pooled(),
                                line.ranking().calibrationError())
                + (dots.isEmpty()
                        ? ""
                        : Svg.reliability(dots, "Share of right attempts by value, ten bins"))
                + "<p class=\"small\">Across: mean value of a bin. Up: share of right attempts. On"
                + " the dashed line the value is a probability.</p>"
                + Html.table(List.of("attempts", "right when the highest value is taken"), bestOf);
    }

    private String examples() {
        StringBuilder out = new StringBuilder("<h2>Searches, step by step</h2>");
        int shown = 0;
        for (EvaluationResult evaluation : input.evaluations()) {
            for (ProblemResult result : evaluation.results()) {
                boolean stepwise = evaluation.strategy().startsWith("step-beam");
                if (result.trace().isPresent() && stepwise && shown < EXAMPLES) {
                    shown++;
                    out.append(example(evaluation, result, result.trace().get()));
                }
            }
        }
        return shown == 0 ? "" : out.toString();
    }

    private static String example(
            EvaluationResult evaluation, ProblemResult result, SearchTrace trace) {
        return ("<details><summary>%s, problem %s: %s</summary><p>The "
                        + "answer:</p><pre>%s</pre><p>All candidates with their values; "
                        + "the path to the answer is starred:</p><pre>%s</pre></details>")
                .formatted(
                        Html.escape(evaluation.name()),
                        Html.escape(result.problem().value()),
                        result.right() ? "right" : "wrong",
                        Html.escape(result.answer().response()),
                        Html.escape(trace.draw()));
    }

    private String curves() {
        StringBuilder out = new StringBuilder("<h2>Training</h2>");
        new TreeMap<>(input.curves())
                .forEach(
                        (training, names) ->
                                CURVES.stream()
                                        .filter(names::containsKey)
                                        .forEach(name -> out.append(curve(training, name, names))));
        return out.toString();
    }

    private static String curve(String training, String name, Map<String, List<Point>> names) {
        List<Point> points = names.getOrDefault(name, List.of());
        int every = Math.max(1, Math.ceilDiv(points.size(), POINTS));
        List<Svg.Dot> dots = new ArrayList<>();
        for (int start = 0; start < points.size(); start += every) {
            List<Point> some = points.subList(start, Math.min(points.size(), start + every));
            dots.add(
                    new Svg.Dot(
                            some.getFirst().batch(),
                            some.stream().mapToDouble(Point::value).average().orElse(0)));
        }
        String title = training + ": " + name + " by batch";
        return "<figure><figcaption>%s</figcaption>%s</figure>"
                .formatted(Html.escape(title), Svg.curve(dots, title));
    }

    private String data() {
        List<List<String>> settings =
                new TreeMap<>(input.settings())
                        .entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
        List<List<String>> environment =
                new TreeMap<>(input.environment())
                        .entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
        String reports =
                new TreeMap<>(input.dataReports())
                        .entrySet().stream()
                                .map(
                                        e ->
                                                "<p>%s</p><pre>%s</pre>"
                                                        .formatted(
                                                                Html.escape(e.getKey()),
                                                                Html.escape(e.getValue())))
                                .collect(Collectors.joining());
        return ("<h2>Data</h2>%s<details><summary>Settings</summary>%s</details>"
                        + "<details><summary>Environment</summary>%s</details>")
                .formatted(
                        reports,
                        Html.table(List.of("key", "value"), settings),
                        Html.table(List.of("what", "value"), environment));
    }

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6675;--line:#d8dde5;
            --paper:#fff;--accent:#2f6fb3;--whisker:#16324f}
            @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;
            --line:#39424f;--paper:#151a21;--accent:#5b9bdc;--whisker:#cfe3f7}}
            body{margin:0;background:var(--paper);color:var(--ink);
            font:16px/1.5 system-ui,sans-serif}
            main{max-width:780px;margin:0 auto;padding:32px 20px 64px}
            h1{font-size:28px;margin:0}h2{font-size:20px;margin:40px 0 8px}
            .small,figcaption{color:var(--soft);font-size:13px;overflow-wrap:anywhere}
            li{margin:4px 0}
            table{border-collapse:collapse;width:100%;font-size:14px;margin:12px 0}
            th,td{text-align:left;padding:4px 10px 4px 0;vertical-align:top;
            border-bottom:1px solid var(--line)}
            th{color:var(--soft);font-weight:500}td{font-variant-numeric:tabular-nums}
            pre{white-space:pre-wrap;font-size:12.5px;overflow-wrap:anywhere;
            border:1px solid var(--line);border-radius:6px;padding:10px}
            figure{margin:16px 0}svg{width:100%;height:auto}
            svg text{fill:var(--soft);font-size:12px}
            .grid{stroke:var(--line)}.bar{fill:var(--accent)}
            .whisker{stroke:var(--whisker);stroke-width:2}
            .curve{fill:none;stroke:var(--accent);stroke-width:1.6}.dot{fill:var(--accent)}
            details{margin:8px 0}summary{cursor:pointer}
            """;
}
