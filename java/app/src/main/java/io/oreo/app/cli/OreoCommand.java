package io.oreo.app.cli;

import io.oreo.alfworld.cli.AlfworldCommands;
import io.oreo.alfworld.cli.Subcommands;
import io.oreo.app.Home;
import io.oreo.app.cli.data.DataCommand;
import io.oreo.app.cli.data.GradeCommand;
import io.oreo.app.cli.data.ImportCommand;
import io.oreo.app.cli.model.DiagnoseCommand;
import io.oreo.app.cli.model.SolveCommand;
import io.oreo.app.cli.model.WorkerCommand;
import io.oreo.app.cli.run.CollectCommand;
import io.oreo.app.cli.run.CompareCommand;
import io.oreo.app.cli.run.EvaluateCommand;
import io.oreo.app.cli.run.IterateCommand;
import io.oreo.app.cli.run.ReportCommand;
import io.oreo.app.cli.run.ResumeCommand;
import io.oreo.app.cli.run.RunsCommand;
import io.oreo.app.cli.run.TrainCommand;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: a list of verbs. */
@Command(
        name = "oreo",
        description = "Offline RL for language models that reason in steps (arXiv 2412.16145).",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "oreo 0.1.0",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the work failed; the message says what, where and how to mend it",
            "2:the command or its configuration cannot be used",
            "130:interrupted; the same command, or oreo resume, goes on"
        },
        commandListHeading = "%nCommands:%n")
public final class OreoCommand extends Verb {

    private static final List<Class<?>> VERBS =
            List.of(
                    IterateCommand.class,
                    ResumeCommand.class,
                    CollectCommand.class,
                    ImportCommand.class,
                    TrainCommand.class,
                    EvaluateCommand.class,
                    CompareCommand.class,
                    GradeCommand.class,
                    SolveCommand.class,
                    DiagnoseCommand.class,
                    ReportCommand.class,
                    RunsCommand.class,
                    DataCommand.class,
                    AlfworldCommands.class,
                    WorkerCommand.class);

    private final Home home;

    private OreoCommand(Home home) {
        this.home = home;
    }

    /** The command line of a project, with the verbs that the arguments need. */
    public static CommandLine commandLine(Home home, List<String> arguments) {
        CommandLine line = new CommandLine(new OreoCommand(home));
        List<Class<?>> verbs = Subcommands.needed(VERBS, arguments);
        boolean named = verbs.size() == 1;
        for (Class<?> verb : verbs) {
            line.addSubcommand(
                    verb == AlfworldCommands.class
                            ? AlfworldCommands.commandLine(
                                    named ? arguments.subList(1, arguments.size()) : List.of())
                            : verb);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setUsageHelpAutoWidth(false);
        line.setParameterExceptionHandler(Complaints::usage);
        line.setExecutionExceptionHandler(Complaints::failure);
        return line;
    }

    @Override
    public Home home() {
        return home;
    }

    /** Without a verb: what there is. */
    @Override
    public Integer call() {
        err().println("oreo: name a command; `./oreo --help` lists them");
        return ExitStatus.USAGE;
    }
}
