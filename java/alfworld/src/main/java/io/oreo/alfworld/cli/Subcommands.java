package io.oreo.alfworld.cli;

import java.util.List;
import picocli.CommandLine.Command;

/**
 * The commands that a command line needs. Reading the annotations of all takes picocli half a
 * second, most of what a start takes, so a command that is named is read alone.
 */
public final class Subcommands {

    private Subcommands() {}

    /** The command that the first argument names, else all: for help, and for what is misspelt. */
    public static List<Class<?>> needed(List<Class<?>> commands, List<String> arguments) {
        if (arguments.isEmpty()) {
            return commands;
        }
        List<Class<?>> named =
                commands.stream()
                        .filter(command -> name(command).equals(arguments.getFirst()))
                        .toList();
        return named.isEmpty() ? commands : named;
    }

    /** As its annotation has it. */
    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
