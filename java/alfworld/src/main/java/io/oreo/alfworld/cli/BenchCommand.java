package io.oreo.alfworld.cli;

import io.oreo.alfworld.tools.Benchmark;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the engine on recorded plays. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Play recorded games in the Java engine, compare every observation, and measure.",
            "The record comes from environments/alfworld/record.py; with --python it is made anew"
                    + " for the same games and commands, so that both are measured in one run."
        })
final class BenchCommand implements Callable<Integer> {

    @Mixin private Games games = new Games();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--record",
            required = true,
            paramLabel = "FILE",
            description = "plays of record.py, as JSON Lines")
    private Path record = Path.of("");

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description = "a CPython with textworld[pddl] and alfworld, to be measured beside")
    private @Nullable Path python;

    @Option(names = "--limit", paramLabel = "N", description = "only the first N games")
    private int limit = Integer.MAX_VALUE;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Benchmark benchmark = new Benchmark(games.folder(), games.store());
        Path measured = record;
        if (python != null) {
            measured = benchmark.record(python, Games.home(), record, limit);
        }
        Benchmark.Figures figures =
                benchmark.run(
                        measured,
                        limit,
                        line -> {
                            err.println(line);
                            err.flush();
                        });
        spec.commandLine().getOut().print(figures.format());
        spec.commandLine().getOut().flush();
        return figures.mismatches() == 0 ? 0 : 1;
    }
}
