package io.oreo.app.cli.verb;

import io.oreo.app.Home;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all verbs share. */
@Command(mixinStandardHelpOptions = true)
public abstract class Verb implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any call
    private CommandSpec spec;

    /** Where the project lies. */
    public Home home() {
        return ((Verb) spec.root().userObject()).home();
    }

    /** For results. */
    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** For everything else. */
    public PrintWriter err() {
        return spec.commandLine().getErr();
    }

    public CommandSpec spec() {
        return spec;
    }
}
