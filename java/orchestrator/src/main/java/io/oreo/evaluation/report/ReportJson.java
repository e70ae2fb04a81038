package io.oreo.evaluation.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.evaluation.ResultJson;
import io.oreo.evaluation.probe.ProbeJson;
import io.oreo.evaluation.report.Figures.Comparison;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.report.ReportInput.PhaseTime;
import io.oreo.evaluation.report.ReportInput.Point;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.ValueRanking;
import io.oreo.search.SearchTrace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The report for programs. Keys are only ever added; docs/report.md is the schema. */
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

    /**
     * What the digest covers: seed, every result in full, measurements of training, data reports,
     * what models say of sampled attempts.
     */
    static ObjectNode results(ReportInput input) {
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
        node.set("data", DataPart.json(input));
        if (!input.probes().isEmpty()) {
            ArrayNode probes = node.putArray("probes");
            input.probes().forEach(probe -> probes.add(ProbeJson.write(probe)));
        }
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
        node.set("probes", ProbeReportJson.of(figures.probes()));
        node.set("data", DataPart.json(input));
        node.set("selections", DataPart.selections(input));
        node.set("examples", examples());
        ObjectNode curves = node.putObject("curves");
        new TreeMap<>(input.curves())
                .forEach((training, names) -> curves.set(training, curves(names, true)));
        node.set("settings", JSON.valueToTree(new TreeMap<>(input.settings())));
        node.set("times", times());
        node.put("seconds", input.seconds());
        node.set("environment", JSON.valueToTree(new TreeMap<>(input.environment())));
        return node;
    }

    private ArrayNode times() {
        ArrayNode times = JSON.createArrayNode();
        for (PhaseTime time : input.times()) {
            ObjectNode node = times.addObject();
            node.put("phase", time.phase());
            node.put("iteration", time.iteration());
            node.put("seconds", time.seconds());
        }
        return times;
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
                        .filter(line -> line.evaluation().greedy())
                        .forEach(l -> accuracy.set(training, interval(l.right().accuracy())));
            }
        }
        return iterations;
    }

    private ArrayNode evaluations() {
        ArrayNode all = JSON.createArrayNode();
        for (Figures.Line line : figures.evaluations()) {
            ObjectNode node = all.addObject();
            describe(node, line.evaluation());
            share(node, line.right());
            node.put("no_answer", line.noAnswer());
            node.put("timed_out", line.timedOut());
            node.put("grader_failures", line.graderFailures());
            node.put("mean_tokens", line.meanTokens());
            ObjectNode groups = node.putObject("groups");
            line.groups().forEach((group, share) -> share(groups.putObject(group), share));
        }
        return all;
    }

    private ArrayNode comparisons() {
        ArrayNode all = JSON.createArrayNode();
        for (Comparison comparison : figures.comparisons()) {
            PairedComparison paired = comparison.paired();
            ObjectNode node = all.addObject();
            node.put("what", comparison.what());
            node.put("first", comparison.first().name());
            node.put("second", comparison.second().name());
            node.put("n", paired.problems());
            node.put("difference", paired.difference().estimate());
            bounds(node, "bootstrap95", paired.difference());
            node.put("only_first", paired.up());
            node.put("only_second", paired.down());
            node.put("p_mcnemar", paired.p());
            node.put("p_holm", comparison.pHolm());
            node.put("sentence", Sentences.of(comparison));
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
            ArrayNode reliability = node.putArray("reliability");
            for (ValueRanking.Bin bin : ranking.bins()) {
                reliability
                        .addObject()
                        .put("low", bin.low())
                        .put("count", bin.count())
                        .put("mean_value", bin.meanValue())
                        .put("accuracy", bin.accuracy());
            }
            ObjectNode bestOf = node.putObject("best_of");
            ObjectNode majority = node.putObject("majority_at");
            ObjectNode pass = node.putObject("pass_at");
            for (CriticLine.Budget budget : line.budgets()) {
                String attempts = Integer.toString(budget.attempts());
                bestOf.put(attempts, budget.byValue());
                majority.put(attempts, budget.majority());
                pass.put(attempts, budget.pass());
            }
            node.set("gain_over_one_attempt", interval(line.gain()));
            node.put("gain_p_permutation", line.gainP());
            node.put("gain_p_holm", line.gainPHolm());
            node.put("sentence", Sentences.of(line));
        }
        return all;
    }

    private ArrayNode examples() {
        ArrayNode all = JSON.createArrayNode();
        for (SearchPart.Example example : SearchPart.kept(input)) {
            ObjectNode node = all.addObject();
            node.put("evaluation", example.evaluation().name());
            node.put("problem", example.result().problem().value());
            node.put("prompt", example.result().prompt().orElse(null));
            node.put("right", example.result().right());
            node.put("response", example.result().answer().response());
            ArrayNode steps = node.putArray("steps");
            for (SearchTrace.Node step : example.path()) {
                ObjectNode one = steps.addObject().put("text", step.text());
                one.put("value", step.value().isPresent() ? step.value().getAsDouble() : null);
            }
            node.put("candidates", example.trace().nodes().size());
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

    private static void share(ObjectNode node, Figures.Share share) {
        node.put("n", share.count());
        node.put("correct", share.correct());
        node.put("accuracy", share.accuracy().estimate());
        bounds(node, "wilson95", share.accuracy());
    }

    static ObjectNode interval(Interval interval) {
        ObjectNode node = JSON.createObjectNode();
        node.put("estimate", finite(interval.estimate()));
        bounds(node, "interval95", interval);
        return node;
    }

    private static void bounds(ObjectNode node, String name, Interval interval) {
        node.putArray(name).add(finite(interval.low())).add(finite(interval.high()));
    }

    /** JSON has no word for what is not a number: null. */
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
