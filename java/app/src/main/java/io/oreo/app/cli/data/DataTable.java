package io.oreo.app.cli.data;

import io.oreo.dataset.DataReport;
import java.io.PrintWriter;

/** A data report on the terminal. */
final class DataTable {

    private DataTable() {}

    /** Counts in one line, then a line for each reason to drop something, with examples. */
    static void print(DataReport report, PrintWriter out) {
        out.printf(
                "%,d rows, %,d attempts: %,d used (%,d of them truncated), %,d dropped%n",
                report.rows(),
                report.attempts(),
                report.used(),
                report.truncated(),
                report.droppedCount());
        report.remarkLines().forEach(out::println);
        report.lines().forEach(out::println);
        out.flush();
    }
}
