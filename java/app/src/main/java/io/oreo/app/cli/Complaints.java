package io.oreo.app.cli;

import io.oreo.alfworld.planning.GameException;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.config.ConfigurationException;
import io.oreo.dataset.DatasetException;
import io.oreo.environment.EnvironmentException;
import io.oreo.grading.GradeException;
import io.oreo.run.RunException;
import io.oreo.store.StoreException;
import io.oreo.task.TaskException;
import io.oreo.worker.WorkerException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
            case GradeException known -> say(err, known, ExitStatus.FAILURE);
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
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException file) {
                err.println("oreo: the file %s failed: %s".formatted(file.getFile(), reason(file)));
                return ExitStatus.FAILURE;
            }
        }
        err.println("oreo: this should not have happened; nothing that is stored is lost:");
        failure.printStackTrace(err);
        return ExitStatus.FAILURE;
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason();
        if (reason != null) {
            return reason;
        }
        return switch (failure) {
            case NoSuchFileException _ -> "it is not there";
            case AccessDeniedException _ -> "it may not be read or written";
            default -> failure.getClass().getSimpleName();
        };
    }
}
