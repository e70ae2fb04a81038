package io.oreo.alfworld.cli;

import io.oreo.alfworld.planning.GameException;
import io.oreo.environment.EnvironmentException;
import io.oreo.files.FileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of all commands about ALFWorld. */
@Command(
        name = "alfworld",
        description = "Games of ALFWorld: check, prepare, make, play, replay and measure them.",
        mixinStandardHelpOptions = true)
public final class AlfworldCommands implements Runnable {

    private static final List<Class<?>> COMMANDS =
            List.of(
                    CheckCommand.class,
                    PrepareCommand.class,
                    GenerateCommand.class,
                    PlayCommand.class,
                    ReplayCommand.class,
                    BenchCommand.class,
                    FetchCommand.class);

    @Spec private CommandSpec spec = CommandSpec.create();

    /** These commands with clear sentences for what can go wrong; see {@link Subcommands}. */
    public static CommandLine commandLine(List<String> arguments) {
        CommandLine commands = new CommandLine(new AlfworldCommands());
        Subcommands.needed(COMMANDS, arguments).forEach(commands::addSubcommand);
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
            default ->
                    commandLine
                            .getErr()
                            .println(
                                    "error: "
                                            + FileException.sentence(exception)
                                                    .orElseThrow(() -> exception));
        }
        return 1;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
