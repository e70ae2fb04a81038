package io.oreo.app.cli.run;

import io.oreo.app.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report that a finished run left in its folder. */
public final class RunReport {

    private RunReport() {}

    /**
     * The table of a finished run.
     *
     * @throws ConfigurationException if the run has none yet
     */
    public static Path require(Path run) {
        Path table = run.resolve("report.txt");
        if (!Files.isRegularFile(table)) {
            throw new ConfigurationException(
                    "Run %s has no report yet; carry it to its end with: ./oreo resume %s"
                            .formatted(run, run.getFileName()));
        }
        return table;
    }

    /** Prints the table and says where the page is. */
    public static void print(Path run, PrintWriter out) {
        Path table = require(run);
        try {
            out.print(Files.readString(table));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        out.println("report: " + run.resolve("report.html"));
        out.flush();
    }
}
