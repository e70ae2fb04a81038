package io.oreo.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a run came to. */
@Command(name = "report", description = "Print the report of a finished run.")
final class ReportCommand extends Verb {

    @Mixin private NamedRun run = new NamedRun();

    @Override
    public Integer call() {
        RunReport.print(run.folder(home()), out());
        return ExitStatus.SUCCESS;
    }
}
