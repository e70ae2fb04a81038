package io.oreo.evaluation.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.Line;
import io.oreo.evaluation.figures.Line.Accuracy;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.SeedProbes;
import io.oreo.evaluation.figures.Sentences;
import io.oreo.evaluation.statistics.PairedComparison;
import io.oreo.evaluation.statistics.Spread;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The report of a comparison over seeds, for programs; docs/report.md is the schema. */
record ComparisonJson(
        int schemaVersion,
        String compare,
        String digest,
        List<SeedDigest> seeds,
        List<Evaluation> evaluations,
        List<Comparison> comparisons,
        List<Value> value,
        List<SeedProbes> probes) {

    private static final int SCHEMA_VERSION = 1;

    record SeedDigest(long seed, String digest) {}

    record Evaluation(
            @JsonUnwrapped @JsonIgnoreProperties({"iteration", "results"})
                    EvaluationResult evaluation,
            @JsonUnwrapped Accuracy accuracy,
            Optional<Line.Share> allStepsCorrect,
            double meanTokens,
            SortedMap<String, Accuracy> groups) {

        static Evaluation of(Line line) {
            return new Evaluation(
                    line.evaluation(),
                    line.accuracy(),
                    line.allStepsCorrect(),
                    line.meanTokens(),
                    line.groups());
        }
    }

    record Comparison(
            @JsonUnwrapped ReportJson.Difference difference,
            PairedComparison.Test test,
            double p,
            double pHolm,
            Spread overSeeds,
            String sentence) {

        static Comparison of(Figures.Comparison comparison) {
            return new Comparison(
                    ReportJson.Difference.of(comparison),
                    comparison.paired().test(),
                    comparison.paired().p(),
                    comparison.pHolm(),
                    comparison.overSeeds(),
                    Sentences.of(comparison));
        }
    }

    record Value(
            @JsonUnwrapped @JsonIgnoreProperties({"iteration", "results"})
                    EvaluationResult evaluation,
            Optional<Spread> aucWithinProblem,
            Optional<Spread> aucPooled) {

        static Value of(Figures.Critic critic) {
            return new Value(critic.evaluation(), critic.within(), critic.pooled());
        }
    }

    static ComparisonJson of(String name, String digest, List<SeedDigest> seeds, Figures figures) {
        return new ComparisonJson(
                SCHEMA_VERSION,
                name,
                digest,
                seeds,
                figures.evaluations().stream().map(Evaluation::of).toList(),
                figures.comparisons().stream().map(Comparison::of).toList(),
                figures.critics().stream().map(Value::of).toList(),
                SeedProbes.of(figures.probes()));
    }
}
