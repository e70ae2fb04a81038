package io.oreo.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.ResultJson;
import io.oreo.evaluation.report.Figures.Comparison;
import io.oreo.evaluation.report.Figures.CriticLine;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.report.ReportInput.Point;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.ValueRanking;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The report for programs. Keys are only ever added; see docs/report.md. */
final class ReportJson {

    private static final int SCHEMA_VERSION = 1;
    private static final int POINTS = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final ReportInput input;
    private final Figures figures;

    ReportJson(ReportInput input, Figures figures) {
        this.input = input;
        this.figures = figures;
    }

    /** What the digest covers: settings, every result in full, and the measurements of training. */
    ObjectNode results() {
        ObjectNode node = JSON.createObjectNode();
        node.put("seed", input.seed());
        ObjectNode evaluations = node.putObject("evaluations");
        for (EvaluationResult evaluation : input.evaluations()) {
            ArrayNode results = evaluations.putArray(evaluation.name());
            evaluation.results().forEach(result -> results.add(ResultJson.write(result)));
        }
        ObjectNode curves = node.putObject("curves");
        new TreeMap<>(input.curves())
                .forEach((training, names) -> curves.set(training, curves(names, false)));
        node.set("data", data());
        return node;
    }

    /** The whole document. */
    ObjectNode document(String digest) {
        ObjectNode node = JSON.createObjectNode();
        node.put("schema_version", SCHEMA_VERSION);
        node.put("run", input.run());
        node.put("seed", input.seed());
        node.put("digest", digest);
        node.set("iterations", iterations());
        node.set("evaluations", evaluations());
        node.set("comparisons", comparisons());
        node.set("value", critics());
        node.set("data", data());
        node.set("examples", examples());
        ObjectNode curves = node.putObject("curves");
        new TreeMap<>(input.curves())
                .forEach((training, names) -> curves.set(training, curves(names, true)));
        node.set("settings", JSON.valueToTree(new TreeMap<>(input.settings())));
        node.set("environment", JSON.valueToTree(new TreeMap<>(input.environment())));
        return node;
    }

    /** Greedy accuracy of everything an iteration trained. */
    private ArrayNode iterations() {
        ArrayNode iterations = JSON.createArrayNode();
        for (int i = 0; i < input.trainings().size(); i++) {
            ObjectNode iteration = iterations.addObject();
            iteration.put("iteration", i);
            ObjectNode accuracy = iteration.putObject("greedy");
            for (String training : input.trainings().get(i)) {
                figures.evaluations().stream()
                        .filter(line -> line.evaluation().policy().equals(training))
                        .filter(line -> line.evaluation().strategy().equals("greedy"))
                        .forEach(line -> accuracy.set(training, interval(line.accuracy())));
            }
        }
        return iterations;
    }

    private ArrayNode evaluations() {
        ArrayNode all = JSON.createArrayNode();
        for (Figures.Line line : figures.evaluations()) {
            ObjectNode node = all.addObject();
            describe(node, line.evaluation());
            node.put("n", line.evaluation().results().size());
            node.put("correct", line.correct());
            node.put("accuracy", line.accuracy().estimate());
            bounds(node, "wilson95", line.accuracy());
            node.put("no_answer", line.noAnswer());
            node.put("timed_out", line.timedOut());
            node.put("mean_tokens", line.meanTokens());
        }
        return all;
    }

    private ArrayNode comparisons() {
        ArrayNode all = JSON.createArrayNode();
        for (Comparison comparison : figures.comparisons()) {
            ObjectNode node = all.addObject();
            node.put("what", comparison.what());
            node.put("first", comparison.first());
            node.put("second", comparison.second());
            node.put("n", comparison.paired().problems());
            node.put("difference", comparison.paired().difference().estimate());
            bounds(node, "bootstrap95", comparison.paired().difference());
            node.put("only_first", comparison.paired().up());
            node.put("only_second", comparison.paired().down());
            node.put("p_mcnemar", comparison.paired().p());
            node.put("p_holm", comparison.pHolm());
        }
        return all;
    }

    private ArrayNode critics() {
        ArrayNode all = JSON.createArrayNode();
        for (CriticLine line : figures.critics()) {
            ObjectNode node = all.addObject();
            describe(node, line.evaluation());
            ValueRanking ranking = line.ranking();
            node.set("auc_within_problem", interval(ranking.within()));
            node.put("pairs", ranking.pairs());
            node.put("auc_pooled", finite(ranking.pooled()));
            node.put("calibration_error", ranking.calibrationError());
            node.set("reliability", JSON.valueToTree(ranking.bins()));
            node.set("best_of", JSON.valueToTree(line.bestOf()));
            node.set("gain_over_one_attempt", interval(line.gain()));
        }
        return all;
    }

    private ObjectNode data() {
        ObjectNode data = JSON.createObjectNode();
        new TreeMap<>(input.dataReports()).forEach((name, json) -> data.set(name, parsed(json)));
        return data;
    }

    private ArrayNode examples() {
        ArrayNode all = JSON.createArrayNode();
        for (EvaluationResult evaluation : input.evaluations()) {
            for (ProblemResult result : evaluation.results()) {
                result.trace()
                        .ifPresent(
                                trace -> {
                                    ObjectNode node = all.addObject();
                                    node.put("evaluation", evaluation.name());
                                    node.put("problem", result.problem().value());
                                    node.put("right", result.right());
                                    node.put("response", result.answer().response());
                                    node.put("candidates", trace.nodes().size());
                                });
            }
        }
        return all;
    }

    private static ObjectNode curves(Map<String, List<Point>> names, boolean thinned) {
        ObjectNode node = JSON.createObjectNode();
        new TreeMap<>(names)
                .forEach(
                        (name, points) -> {
                            ArrayNode line = node.putArray(name);
                            int every = thinned ? Math.ceilDiv(points.size(), POINTS) : 1;
                            for (int i = 0; i < points.size(); i += Math.max(1, every)) {
                                line.addArray()
                                        .add(points.get(i).batch())
                                        .add(points.get(i).value());
                            }
                        });
        return node;
    }

    private static void describe(ObjectNode node, EvaluationResult evaluation) {
        node.put("iteration", evaluation.iteration());
        node.put("name", evaluation.name());
        node.put("policy", evaluation.policy());
        node.put("critic", evaluation.critic().orElse(null));
        node.put("strategy", evaluation.strategy());
    }

    private static ObjectNode interval(Interval interval) {
        ObjectNode node = JSON.createObjectNode();
        node.put("estimate", finite(interval.estimate()));
        bounds(node, "interval95", interval);
        return node;
    }

    private static void bounds(ObjectNode node, String name, Interval interval) {
        node.putArray(name).add(finite(interval.low())).add(finite(interval.high()));
    }

    /** JSON has no word for what is not a number: null. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a data report is no JSON: " + json, damaged);
        }
    }
}
