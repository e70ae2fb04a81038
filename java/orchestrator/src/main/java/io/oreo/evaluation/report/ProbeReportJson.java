package io.oreo.evaluation.report;

import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.probe.ProbeFigures.OfSource;
import java.util.List;

/** Explicit against implicit value, for programs; docs/report.md is the schema. */
public record ProbeReportJson(
        int iteration,
        String evaluation,
        String reference,
        int attempts,
        int left,
        List<OfSource> sources) {

    static ProbeReportJson of(ProbeFigures figures) {
        return new ProbeReportJson(
                figures.probe().iteration(),
                figures.probe().evaluation(),
                figures.probe().reference(),
                figures.probe().attempts().size(),
                figures.probe().left(),
                figures.sources());
    }

    /** A list of one, as in a report. */
    public static String text(ProbeFigures figures) {
        return FigureJson.text(List.of(of(figures)));
    }
}
