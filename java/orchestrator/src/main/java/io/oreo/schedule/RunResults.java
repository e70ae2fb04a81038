package io.oreo.schedule;

import io.oreo.evaluation.report.ReportInput;

/** What a run has found, for whoever compares runs. */
public final class RunResults {

    private RunResults() {}

    /** Everything that is stored so far. */
    public static ReportInput of(RunContext run) {
        return WriteReport.input(run);
    }
}
