package io.oreo.evaluation.report;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.search.SearchTrace;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.TraceDrawing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** Problems whose search was kept: the answer with the value of every step, and all candidates. */
final class SearchPart {

    private static final int SHOWN = 6;

    private SearchPart() {}

    /** A problem of an evaluation. */
    record Example(EvaluationResult evaluation, ProblemResult result, SearchTrace trace) {

        /** Nodes from the first step to the answer. */
        List<Node> path() {
            List<Node> path = new ArrayList<>();
            int order = trace.chosen();
            while (order != SearchTrace.NO_PARENT) {
                path.addFirst(trace.nodes().get(order));
                order = path.getFirst().parent();
            }
            return path;
        }

        private boolean hasValues() {
            return path().stream().anyMatch(node -> node.value().isPresent());
        }
    }

    /** All that were kept. */
    static List<Example> kept(ReportInput input) {
        List<Example> kept = new ArrayList<>();
        for (EvaluationResult evaluation : input.evaluations()) {
            for (ProblemResult result : evaluation.results()) {
                result.trace().ifPresent(t -> kept.add(new Example(evaluation, result, t)));
            }
        }
        return kept;
    }

    /**
     * Searches of several steps first, right and wrong ones in turn; nothing where no value was
     * read.
     */
    static String html(ReportInput input) {
        List<Example> valued =
                kept(input).stream()
                        .filter(Example::hasValues)
                        .sorted(Comparator.comparingInt(e -> e.path().size() > 1 ? 0 : 1))
                        .toList();
        List<Example> right = valued.stream().filter(e -> e.result().right()).toList();
        List<Example> wrong = valued.stream().filter(e -> !e.result().right()).toList();
        StringBuilder out = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < valued.size() && shown < SHOWN; i++) {
            for (List<Example> side : List.of(right, wrong)) {
                if (i < side.size() && shown < SHOWN) {
                    out.append(card(side.get(i)));
                    shown++;
                }
            }
        }
        return out.toString();
    }

    private static String card(Example example) {
        ProblemResult result = example.result();
        StringBuilder steps = new StringBuilder();
        for (Node node : example.path()) {
            steps.append(step(node));
        }
        String verdict = result.right() ? "better" : "worse";
        return """
        <article class="card"><header><span class="chip %s">%s</span> <b>%s</b>
        <span class="soft">problem %s, %s tokens spent</span></header>
        %s<table class="steps"><thead><tr><th>step</th><th>V after it</th><th></th></tr></thead>
        <tbody>%s</tbody></table>
        <details><summary>All %d candidates</summary><pre>%s</pre></details></article>
        """
                .formatted(
                        verdict,
                        result.answer().verdict().label().replace('-', ' '),
                        Html.escape(Sentences.with(example.evaluation())),
                        Html.escape(result.problem().value()),
                        Sentences.whole(result.tokensSpent()),
                        question(result),
                        steps,
                        example.trace().nodes().size(),
                        Html.escape(TraceDrawing.of(example.trace())));
    }

    private static String question(ProblemResult result) {
        return result.prompt()
                .map(
                        prompt ->
                                "<p class=\"question\">%s</p>"
                                        .formatted(Html.escape(prompt.strip())))
                .orElse("");
    }

    private static String step(Node node) {
        return "<tr><td><code>%s</code></td><td>%s</td><td>%s</td></tr>"
                .formatted(
                        Html.escape(node.text().strip()),
                        node.value().isPresent()
                                ? Sentences.three(node.value().getAsDouble())
                                : "–",
                        bar(node.value()));
    }

    private static String bar(OptionalDouble value) {
        double share = Math.max(0, Math.min(1, value.orElse(0)));
        return new Svg(200, 12)
                .rect("track", 0, 2, 200, 8)
                .rect("fill c1", 0, 2, 200 * share, 8)
                .draw("value " + Sentences.three(value.orElse(Double.NaN)));
    }
}
