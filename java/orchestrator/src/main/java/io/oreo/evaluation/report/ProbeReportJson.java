package io.oreo.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oreo.evaluation.probe.BellmanResidual;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.probe.ProbeFigures.AtPosition;
import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import io.oreo.evaluation.probe.ProbeSource;
import io.oreo.evaluation.probe.StepFigures;
import io.oreo.evaluation.statistics.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Explicit against implicit value, for programs; docs/report.md is the schema. */
public record ProbeReportJson(
        int iteration,
        String evaluation,
        String reference,
        int attempts,
        int left,
        List<Source> sources) {

    record Source(
            @JsonUnwrapped ProbeSource source,
            List<Position> positions,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Steps> firstWrongStep,
            @JsonInclude(JsonInclude.Include.NON_ABSENT)
                    Optional<BellmanResidual> bellmanResidual) {

        static Source of(OfSource source) {
            return new Source(
                    source.source(),
                    source.positions().stream().map(Position::of).toList(),
                    source.steps().map(Steps::of),
                    source.bellman());
        }
    }

    record Position(
            double share,
            Interval aucWithinProblem,
            long pairs,
            double aucPooled,
            OptionalDouble calibrationError) {

        static Position of(AtPosition at) {
            return new Position(
                    at.share(),
                    at.ranking().within(),
                    at.ranking().pairs(),
                    at.ranking().pooled(),
                    at.calibrationError());
        }
    }

    record Steps(
            int attempts,
            double change,
            double changeOfRight,
            Interval aucWithinProblem,
            double located,
            double chance) {

        static Steps of(StepFigures steps) {
            return new Steps(
                    steps.wrongAttempts(),
                    steps.changeAtWrong(),
                    steps.changeAtRight(),
                    steps.within(),
                    steps.located(),
                    steps.chance());
        }
    }

    static ProbeReportJson of(ProbeFigures figures) {
        return new ProbeReportJson(
                figures.probe().iteration(),
                figures.probe().evaluation(),
                figures.probe().reference(),
                figures.probe().attempts().size(),
                figures.probe().left(),
                figures.sources().stream().map(Source::of).toList());
    }

    /** A list of one, as in a report. */
    public static String text(ProbeFigures figures) {
        return FigureJson.text(List.of(of(figures)));
    }
}
