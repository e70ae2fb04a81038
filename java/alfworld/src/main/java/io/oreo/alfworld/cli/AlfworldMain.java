package io.oreo.alfworld.cli;

import java.util.List;

/** Runs the commands in a JVM of their own, e.g. one that was started with Graal's compiler. */
public final class AlfworldMain {

    private AlfworldMain() {}

    /** Exits with the status of the command. */
    public static void main(String[] arguments) {
        System.exit(AlfworldCommands.commandLine(List.of(arguments)).execute(arguments));
    }
}
