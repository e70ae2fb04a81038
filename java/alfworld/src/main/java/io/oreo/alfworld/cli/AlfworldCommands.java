package io.oreo.alfworld.cli;

import io.oreo.alfworld.task.GameException;
import io.oreo.environment.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of all commands about ALFWorld. */
@Command(
        name = "alfworld",
        description = "Games of ALFWorld: check, prepare, make, play, replay and measure them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CheckCommand.class,
            PrepareCommand.class,
            GenerateCommand.class,
            PlayCommand.class,
            ReplayCommand.class,
            BenchCommand.class,
            FetchCommand.class
        })
public final class AlfworldCommands implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    /** These commands alone, with clear sentences for what can go wrong. */
    public static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new AlfworldCommands());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExecutionExceptionHandler(AlfworldCommands::complain);
        return commands;
    }

    /** A failure of a game, of Python or of a file is one sentence; a bug of ours is its trace. */
    private static int complain(
            Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        switch (exception) {
            case EnvironmentException e -> commandLine.getErr().println("error: " + e.getMessage());
            case GameException e -> commandLine.getErr().println("error: " + e.getMessage());
            case UncheckedIOException e -> commandLine.getErr().println("error: " + told(e));
            default -> throw exception;
        }
        return 1;
    }

    private static String told(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
