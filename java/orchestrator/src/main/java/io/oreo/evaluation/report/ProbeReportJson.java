package io.oreo.evaluation.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import java.util.List;
import java.util.Locale;

/** Explicit against implicit value, for programs; docs/report.md is the schema. */
public final class ProbeReportJson {

    private static final JsonMapper JSON = new JsonMapper();

    private ProbeReportJson() {}

    /** One object a probe. */
    public static ArrayNode of(List<ProbeFigures> probes) {
        ArrayNode all = JSON.createArrayNode();
        for (ProbeFigures figures : probes) {
            ObjectNode node = all.addObject();
            node.put("iteration", figures.probe().iteration());
            node.put("evaluation", figures.probe().evaluation());
            node.put("reference", figures.probe().reference());
            node.put("attempts", figures.probe().attempts().size());
            node.put("left", figures.probe().left());
            ArrayNode sources = node.putArray("sources");
            figures.sources().forEach(source -> source(sources.addObject(), source));
        }
        return all;
    }

    private static void source(ObjectNode node, OfSource source) {
        node.put("kind", source.source().kind().name().toLowerCase(Locale.ROOT));
        node.put("training", source.source().training());
        ArrayNode positions = node.putArray("positions");
        source.positions()
                .forEach(
                        at -> {
                            ObjectNode one = positions.addObject().put("share", at.share());
                            one.set(
                                    "auc_within_problem",
                                    ReportJson.interval(at.ranking().within()));
                            one.put("pairs", at.ranking().pairs());
                            one.put("auc_pooled", ReportJson.finite(at.ranking().pooled()));
                            one.put(
                                    "calibration_error",
                                    at.calibrationError().isPresent()
                                            ? at.calibrationError().getAsDouble()
                                            : null);
                        });
        source.steps()
                .ifPresent(
                        steps -> {
                            ObjectNode one = node.putObject("first_wrong_step");
                            one.put("attempts", steps.wrongAttempts());
                            one.put("change", ReportJson.finite(steps.changeAtWrong()));
                            one.put("change_of_right", ReportJson.finite(steps.changeAtRight()));
                            one.set("auc_within_problem", ReportJson.interval(steps.within()));
                            one.put("located", ReportJson.finite(steps.located()));
                            one.put("chance", ReportJson.finite(steps.chance()));
                        });
        source.bellman()
                .ifPresent(
                        residual ->
                                node.putObject("bellman_residual")
                                        .put("steps", residual.steps())
                                        .put("mean", residual.mean())
                                        .put("root_mean_square", residual.rootMeanSquare()));
    }
}
