package io.oreo.app.cli;

import io.oreo.app.CleanStop;
import io.oreo.app.Home;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** The program {@code ./oreo}: reads a verb and does it. */
public final class Main {

    private Main() {}

    /** Ends with the exit status of the verb; see {@link io.oreo.app.cli.verb.ExitStatus}. */
    public static void main(String[] arguments) {
        // Figures look the same on every machine: reports and messages are compared.
        Locale.setDefault(Locale.ROOT);
        CommandLine program = OreoCommand.commandLine(Home.find(), List.of(arguments));
        program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        program.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        int status = program.execute(arguments);
        // During a shutdown exit would wait for ever; the status is then 128 and the signal.
        if (!CleanStop.requested()) {
            System.exit(status);
        }
    }
}
