package io.oreo.app.cli;

import io.oreo.alfworld.planning.GameException;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.config.ConfigurationException;
import io.oreo.dataset.DatasetException;
import io.oreo.environment.EnvironmentException;
import io.oreo.files.FileException;
import io.oreo.run.RunException;
import io.oreo.store.StoreException;
import io.oreo.task.TaskException;
import io.oreo.worker.WorkerException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, in one message. What is our own mistake keeps its stack trace. */
final class Complaints {

    private Complaints() {}

    /** A command line that cannot be understood. */
    static int usage(ParameterException wrong, String[] arguments) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println("oreo: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println(
                "See `./%s --help`."
                        .formatted(wrong.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitStatus.USAGE;
    }

    /** Work that failed. */
    static int failure(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        return switch (failure) {
            case ConfigurationException wrong -> say(err, wrong, ExitStatus.USAGE);
            case RunException known -> say(err, known, ExitStatus.FAILURE);
            case StoreException known -> say(err, known, ExitStatus.FAILURE);
            case TaskException known -> say(err, known, ExitStatus.FAILURE);
            case DatasetException known -> say(err, known, ExitStatus.FAILURE);
            case WorkerException known -> say(err, known, ExitStatus.FAILURE);
            case EnvironmentException known -> say(err, known, ExitStatus.FAILURE);
            case GameException known -> say(err, known, ExitStatus.FAILURE);
            case InterruptedException _ -> ExitStatus.INTERRUPTED;
            default -> unexpected(err, failure);
        };
    }

    private static int say(PrintWriter err, Exception known, int status) {
        err.println("oreo: " + known.getMessage());
        return status;
    }

    private static int unexpected(PrintWriter err, Exception failure) {
        Optional<String> known = FileException.sentence(failure);
        if (known.isPresent()) {
            err.println("oreo: " + known.get());
            return ExitStatus.FAILURE;
        }
        err.println("oreo: this should not have happened; nothing that is stored is lost:");
        failure.printStackTrace(err);
        return ExitStatus.FAILURE;
    }
}
