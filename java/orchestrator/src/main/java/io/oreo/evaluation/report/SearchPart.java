package io.oreo.evaluation.report;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.search.SearchTrace;
import io.oreo.search.SearchTrace.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
     * Searches of several steps first, correct and incorrect ones in turn; nothing where no value
     * was read.
     */
    static List<Example> shown(ReportInput input) {
        List<Example> valued =
                kept(input).stream()
                        .filter(Example::hasValues)
                        .sorted(Comparator.comparingInt(e -> e.path().size() > 1 ? 0 : 1))
                        .toList();
        List<Example> correct = valued.stream().filter(e -> e.result().correct()).toList();
        List<Example> incorrect = valued.stream().filter(e -> !e.result().correct()).toList();
        return IntStream.range(0, valued.size())
                .boxed()
                .flatMap(
                        i ->
                                Stream.of(correct, incorrect)
                                        .flatMap(side -> side.stream().skip(i).limit(1)))
                .limit(SHOWN)
                .toList();
    }

    /** A value as the length of a bar. */
    static Markup bar(double value) {
        double share = Double.isNaN(value) ? 0 : Math.max(0, Math.min(1, value));
        return new Svg(200, 12)
                .rect("track", 0, 2, 200, 8)
                .rect("fill c1", 0, 2, 200 * share, 8)
                .draw("value " + Sentences.three(value));
    }
}
