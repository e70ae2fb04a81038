package io.oreo.evaluation.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.evaluation.ResultJson;
import io.oreo.evaluation.figures.CriticLine;
import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.Figures.Critic;
import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.Line.Accuracy;
import io.oreo.evaluation.figures.Line.Share;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.ReportInput.PhaseTime;
import io.oreo.evaluation.figures.ReportInput.Point;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.probe.ProbeJson;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.search.SearchTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The report of a run for programs: a component of a record is a key of an object. Keys are only
 * ever added; docs/report.md is the schema.
 */
record ReportJson(
        int schemaVersion,
        String run,
        long seed,
        String digest,
        List<Iteration> iterations,
        List<Evaluation> evaluations,
        List<Comparison> comparisons,
        List<CriticLine> value,
        List<ProbeReportJson> probes,
        SortedMap<String, JsonNode> data,
        SortedMap<String, JsonNode> selections,
        List<Example> examples,
        SortedMap<String, SortedMap<String, List<Point>>> curves,
        SortedMap<String, String> settings,
        List<PhaseTime> times,
        double seconds,
        SortedMap<String, String> environment) {

    private static final int SCHEMA_VERSION = 1;
    private static final int POINTS = 200;
    private static final JsonMapper PLAIN = new JsonMapper();

    /** Accuracy of everything an iteration trained: greedy, and of one sample. */
    record Iteration(int iteration, Map<String, Interval> greedy, Map<String, Interval> sampled) {}

    record Evaluation(
            @JsonUnwrapped @JsonIgnoreProperties("results") EvaluationResult evaluation,
            @JsonUnwrapped Share accuracy,
            Optional<Share> allStepsCorrect,
            long noAnswer,
            long timedOut,
            long graderFailures,
            double meanTokens,
            SortedMap<String, Share> groups) {

        static Evaluation of(Line line) {
            return new Evaluation(
                    line.evaluation(),
                    line.accuracy().pooled(),
                    line.allStepsCorrect(),
                    line.noAnswer(),
                    line.timedOut(),
                    line.graderFailures(),
                    line.meanTokens(),
                    sorted(line.groups(), Accuracy::pooled));
        }
    }

    record Comparison(
            String what,
            @JsonUnwrapped Difference difference,
            double pMcnemar,
            double pHolm,
            String sentence) {

        static Comparison of(Figures.Comparison comparison) {
            return new Comparison(
                    comparison.ofSearches() ? "search" : "training",
                    Difference.of(comparison),
                    comparison.paired().p(),
                    comparison.pHolm(),
                    Sentences.of(comparison));
        }
    }

    /** What comparisons of one seed and of several have in common. */
    record Difference(
            String first,
            String second,
            int n,
            double difference,
            List<Double> bootstrap95,
            int onlyFirst,
            int onlySecond) {

        static Difference of(Figures.Comparison comparison) {
            PairedComparison paired = comparison.paired();
            return new Difference(
                    comparison.first().name(),
                    comparison.second().name(),
                    paired.attempts(),
                    paired.difference().estimate(),
                    FigureJson.bounds(paired.difference()),
                    paired.up(),
                    paired.down());
        }
    }

    record Example(
            String evaluation,
            String problem,
            Optional<String> prompt,
            @JsonProperty("right") boolean correct,
            String response,
            @JsonIncludeProperties({"text", "value"}) List<SearchTrace.Node> steps,
            int candidates) {

        static Example of(SearchPart.Example example) {
            return new Example(
                    example.evaluation().name(),
                    example.result().problem().value(),
                    example.result().prompt(),
                    example.result().correct(),
                    example.result().answer().response(),
                    example.path(),
                    example.trace().nodes().size());
        }
    }

    /** What the digest covers. */
    private record Results(
            long seed,
            Map<String, List<String>> evaluations,
            SortedMap<String, SortedMap<String, List<Point>>> curves,
            SortedMap<String, JsonNode> data,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> probes) {}

    static ReportJson of(ReportInput input, Figures figures, String digest) {
        return new ReportJson(
                SCHEMA_VERSION,
                input.run(),
                input.seed(),
                digest,
                iterations(input, figures),
                figures.evaluations().stream().map(Evaluation::of).toList(),
                figures.comparisons().stream().map(Comparison::of).toList(),
                figures.critics().stream().map(Critic::first).toList(),
                figures.probes().getFirst().stream().map(ProbeReportJson::of).toList(),
                sorted(input.dataReports(), ReportJson::parsed),
                sorted(input.selections(), ReportJson::parsed),
                SearchPart.kept(input).stream().map(Example::of).toList(),
                sorted(input.curves(), names -> sorted(names, ReportJson::thinned)),
                new TreeMap<>(input.settings()),
                input.times(),
                input.seconds(),
                new TreeMap<>(input.environment()));
    }

    /**
     * What the digest covers, as a text: seed, every result in full, metrics of training, data
     * reports, what models say of sampled attempts.
     */
    static String results(ReportInput input) {
        Map<String, List<String>> evaluations = new LinkedHashMap<>();
        for (EvaluationResult each : input.evaluations()) {
            evaluations.put(each.name(), each.results().stream().map(ResultJson::write).toList());
        }
        try {
            return PLAIN.writeValueAsString(
                    new Results(
                            input.seed(),
                            evaluations,
                            sorted(input.curves(), TreeMap::new),
                            sorted(input.dataReports(), ReportJson::parsed),
                            input.probes().stream().map(ProbeJson::write).toList()));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("results cannot be written as JSON", unwritable);
        }
    }

    private static List<Iteration> iterations(ReportInput input, Figures figures) {
        List<Iteration> iterations = new ArrayList<>();
        for (List<String> trainings : input.trainings()) {
            iterations.add(
                    new Iteration(
                            iterations.size(),
                            accuracies(trainings, figures, EvaluationResult::greedy),
                            accuracies(trainings, figures, EvaluationResult::sampled)));
        }
        return iterations;
    }

    private static Map<String, Interval> accuracies(
            List<String> trainings, Figures figures, Predicate<EvaluationResult> search) {
        Map<String, Interval> accuracies = new LinkedHashMap<>();
        for (String training : trainings) {
            figures.evaluations().stream()
                    .filter(line -> line.evaluation().policy().equals(training))
                    .filter(line -> search.test(line.evaluation()))
                    .forEach(line -> accuracies.put(training, line.accuracy().pooled().interval()));
        }
        return accuracies;
    }

    private static List<Point> thinned(List<Point> points) {
        int every = Math.max(1, Math.ceilDiv(points.size(), POINTS));
        return IntStream.range(0, points.size())
                .filter(i -> i % every == 0)
                .mapToObj(points::get)
                .toList();
    }

    private static <A, B> SortedMap<String, B> sorted(Map<String, A> map, Function<A, B> form) {
        SortedMap<String, B> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put(name, form.apply(value)));
        return sorted;
    }

    static JsonNode parsed(String json) {
        try {
            return PLAIN.readTree(json);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("a data report is no JSON: " + json, damaged);
        }
    }
}
