package io.oreo.alfworld.cli;

import io.oreo.alfworld.python.JustInTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a command again in a JVM that has Graal's compiler, where much Python is to be run. */
final class Relaunch {

    /** So few games are done before a compiler has warmed up. */
    static final int FEW = 20;

    private Relaunch() {}

    static boolean mayHelp() {
        return !JustInTime.present() && !JustInTime.options().isEmpty();
    }

    /** The status of the same command in such a JVM. */
    static int run(CommandSpec spec, String verb) throws IOException {
        List<String> original = spec.commandLine().getParseResult().originalArgs();
        List<String> arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(original.subList(original.indexOf(verb) + 1, original.size()));
        try {
            return JustInTime.run(
                    List.of("-Doreo.home=" + Games.home().toAbsolutePath()),
                    AlfworldMain.class.getName(),
                    arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
