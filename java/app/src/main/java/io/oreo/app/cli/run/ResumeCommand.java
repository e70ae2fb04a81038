package io.oreo.app.cli.run;

import io.oreo.app.cli.verb.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A run that was begun, with the settings it was made with. */
@Command(
        name = "resume",
        description = "Go on with a run that was stopped, with the settings it was made with.")
public final class ResumeCommand extends Verb {

    @Mixin private NamedRun run = new NamedRun();

    @Override
    public Integer call() throws InterruptedException {
        return new LongWork(this, run.runs(home())).carry(run.settings(home()), _ -> false);
    }
}
