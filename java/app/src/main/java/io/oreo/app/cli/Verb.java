package io.oreo.app.cli;

import io.oreo.app.Home;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all verbs share. */
@Command(mixinStandardHelpOptions = true)
abstract class Verb implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any call
    private CommandSpec spec;

    /** Where the project lies. */
    Home home() {
        return ((Verb) spec.root().userObject()).home();
    }

    /** For results. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** For everything else. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    CommandSpec spec() {
        return spec;
    }
}
