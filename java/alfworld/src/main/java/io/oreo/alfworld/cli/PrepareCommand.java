package io.oreo.alfworld.cli;

import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.python.PythonPool;
import io.oreo.alfworld.tools.Preparation;
import io.oreo.environment.GameId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prepares all games of a folder. */
@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        description =
                "Prepare all games of a folder for the Java engine. May be stopped and started"
                        + " again: what is prepared stays.")
final class PrepareCommand implements Callable<Integer> {

    @Mixin private Games games = new Games();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Python contexts at once; the default is the count of cores")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "only the games that FILE names, one on a line")
    private @Nullable Path list;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs must be 1 at least");
        }
        Preparation preparation = new Preparation(games.folder(), games.store());
        List<GameId> all = wanted();
        List<Preparation.Waiting> waiting = preparation.waiting(all);
        if (waiting.size() > Relaunch.FEW && Relaunch.mayHelp()) {
            return Relaunch.run(spec, "prepare");
        }
        err.printf("%d games, of which %d wait to be prepared%n", all.size(), waiting.size());
        err.flush();
        Preparation.Report report = new Preparation.Report(0, 0, 0, List.of());
        if (!waiting.isEmpty()) {
            try (PythonPool python = games.python(jobs, err)) {
                report = preparation.run(waiting, python, jobs, Games.said(err));
            }
        }
        // A list is named by a program whose own output this one shares.
        PrintWriter says = list == null ? spec.commandLine().getOut() : err;
        says.println(report.format());
        if (list == null) {
            preparation.refusals(all).forEach(says::println);
        }
        report.failures().forEach(says::println);
        says.flush();
        return report.failures().isEmpty() ? 0 : 1;
    }

    private List<GameId> wanted() throws IOException {
        GameFolder folder = games.folder();
        if (list == null) {
            return folder.someGames();
        }
        return Files.readAllLines(list).stream()
                .filter(line -> !line.isBlank())
                .map(folder::find)
                .toList();
    }
}
