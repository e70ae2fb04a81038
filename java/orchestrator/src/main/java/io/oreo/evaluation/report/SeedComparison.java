package io.oreo.evaluation.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.report.Figures.Share;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Methods compared over several seeds, in three forms. Means are reported, with their spread; the
 * best seed never is.
 *
 * @param json for programs
 * @param markdown for people, and for the terminal
 * @param html the same as a page that needs no other file
 * @param digest SHA-256 of the runs' seeds and digests, 64 digits
 */
public record SeedComparison(String json, String markdown, String html, String digest) {

    private static final int SCHEMA_VERSION = 1;
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Works the comparison out.
     *
     * @param name what the comparison is called
     * @param runs runs that differ in their seed only, at least one
     */
    public static SeedComparison of(String name, List<ReportInput> runs) {
        SeedFigures figures = SeedFigures.of(runs);
        List<String> digests = runs.stream().map(Report::digest).toList();
        String seeds =
                runs.stream()
                        .map(run -> Long.toString(run.seed()))
                        .collect(Collectors.joining(","));
        String digest = Report.sha256(seeds + "\n" + String.join("\n", digests));
        SeedTables tables = new SeedTables(name, seeds, digest, figures);
        return new SeedComparison(
                Report.text(Report.JSON, json(name, runs, digests, digest, figures)) + "\n",
                tables.markdown(),
                tables.html(),
                digest);
    }

    private static ObjectNode json(
            String name,
            List<ReportInput> runs,
            List<String> digests,
            String digest,
            SeedFigures figures) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("schema_version", SCHEMA_VERSION);
        node.put("compare", name);
        node.put("digest", digest);
        ArrayNode seeds = node.putArray("seeds");
        for (int i = 0; i < runs.size(); i++) {
            seeds.addObject().put("seed", runs.get(i).seed()).put("digest", digests.get(i));
        }
        ArrayNode evaluations = node.putArray("evaluations");
        figures.rows().forEach(row -> row(evaluations.addObject(), row));
        ArrayNode comparisons = node.putArray("comparisons");
        figures.tests().forEach(test -> test(comparisons.addObject(), test));
        ArrayNode value = node.putArray("value");
        for (SeedFigures.Ranking ranking : figures.critics()) {
            ObjectNode one = value.addObject();
            describe(one, ranking.first());
            one.set("auc_within_problem", spread(ranking.within()));
            one.set("auc_pooled", spread(ranking.pooled()));
        }
        ArrayNode probes = node.putArray("probes");
        figures.probes().forEach(probe -> probe(probes.addObject(), probe));
        return node;
    }

    private static void probe(ObjectNode node, SeedProbes probe) {
        node.put("evaluation", probe.evaluation());
        node.put("kind", probe.source().kind().name().toLowerCase(Locale.ROOT));
        node.put("training", probe.source().training());
        ObjectNode within = node.putObject("auc_within_problem");
        for (int position = 1; position < ProbeFigures.POSITIONS.size(); position++) {
            put(within, ProbeFigures.POSITIONS.get(position).toString(), probe.within(position));
        }
        put(node, "first_wrong_step_auc", probe.steps());
        put(node, "first_wrong_step_located", probe.located());
        put(node, "first_wrong_step_chance", probe.chance());
        put(node, "bellman_residual", probe.residual());
    }

    private static void put(ObjectNode node, String name, Optional<Spread> spread) {
        node.set(name, spread.map(SeedComparison::spread).orElse(null));
    }

    private static void row(ObjectNode node, SeedFigures.Row row) {
        describe(node, row.first());
        accuracy(node, row.all());
        node.put("mean_tokens", row.meanTokens());
        ObjectNode groups = node.putObject("groups");
        row.groups().forEach((group, own) -> accuracy(groups.putObject(group), own));
    }

    private static void accuracy(ObjectNode node, SeedFigures.Accuracy accuracy) {
        ArrayNode perSeed = node.putArray("per_seed");
        accuracy.shares().forEach(share -> share(perSeed.addObject(), share));
        node.set("over_seeds", spread(accuracy.overSeeds()));
        share(node.putObject("pooled"), accuracy.pooled());
    }

    private static void test(ObjectNode node, SeedFigures.Test test) {
        SeedPairs.Paired paired = test.paired();
        node.put("first", test.first().name());
        node.put("second", test.second().name());
        node.put("n", paired.attempts());
        node.put("difference", paired.difference().estimate());
        bounds(node, "bootstrap95", paired.difference());
        node.put("only_first", paired.up());
        node.put("only_second", paired.down());
        node.put("test", paired.test());
        node.put("p", paired.p());
        node.put("p_holm", test.pHolm());
        node.set("over_seeds", spread(test.overSeeds()));
        node.put("sentence", SeedTables.sentence(test));
    }

    private static void describe(ObjectNode node, EvaluationResult evaluation) {
        node.put("name", evaluation.name());
        node.put("policy", evaluation.policy());
        node.put("critic", evaluation.critic().orElse(null));
        node.put("strategy", evaluation.strategy());
    }

    private static void share(ObjectNode node, Share share) {
        node.put("n", share.count());
        node.put("correct", share.correct());
        node.put("accuracy", share.accuracy().estimate());
        bounds(node, "wilson95", share.accuracy());
    }

    private static ObjectNode spread(Spread spread) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("seeds", spread.count());
        node.put("mean", spread.mean().estimate());
        node.put("deviation", finite(spread.deviation()));
        bounds(node, "student95", spread.mean());
        return node;
    }

    private static void bounds(ObjectNode node, String name, Interval interval) {
        node.putArray(name).add(finite(interval.low())).add(finite(interval.high()));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
