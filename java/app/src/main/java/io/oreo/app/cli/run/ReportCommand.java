package io.oreo.app.cli.run;

import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a run came to. */
@Command(name = "report", description = "Print the report of a finished run.")
public final class ReportCommand extends Verb {

    @Mixin private NamedRun run = new NamedRun();

    @Override
    public Integer call() {
        RunReport.print(run.folder(home()), out());
        return ExitStatus.SUCCESS;
    }
}
