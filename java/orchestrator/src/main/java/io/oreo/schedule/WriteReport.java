package io.oreo.schedule;

import io.oreo.evaluation.report.Report;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;

/** Writes the report from what the store holds. */
final class WriteReport implements Phase {

    private final Plan plan;
    private final Journal journal;

    WriteReport(Plan plan, Journal journal) {
        this.plan = plan;
        this.journal = journal;
    }

    @Override
    public void run() {
        Report report = Report.of(new RunResults(plan, journal).input());
        journal.write("report.json", report.json());
        journal.write("report.html", report.html());
        journal.write("report.txt", report.terminal());
        journal.append(new RunEvent.ReportWritten(report.digest()));
    }
}
