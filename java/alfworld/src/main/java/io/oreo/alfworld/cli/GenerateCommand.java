package io.oreo.alfworld.cli;

import io.oreo.alfworld.HouseSize;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.generate.GameGenerator;
import io.oreo.alfworld.generate.GeneratedGames;
import io.oreo.alfworld.python.PythonPool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes new games. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Make new games of all six task types in ALFWorld's own domain and grammar, each"
                        + " prepared and proved solvable by playing it.")
final class GenerateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seed", defaultValue = "0", paramLabel = "S", description = "of all chance")
    private long seed;

    @Option(names = "--count", defaultValue = "6", paramLabel = "N", description = "how many games")
    private int count;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where to; the default is data/alfworld-generated")
    private @Nullable Path out;

    @Option(names = "--prepared", paramLabel = "DIR", description = "folder of prepared games")
    private @Nullable Path prepared;

    @Option(
            names = "--receptacles",
            defaultValue = "16",
            paramLabel = "N",
            description = "size of the house, 6 to 60; the default is ${DEFAULT-VALUE}")
    private int receptacles;

    @Option(
            names = "--objects",
            defaultValue = "20",
            paramLabel = "N",
            description = "objects in it, 4 to 80; the default is ${DEFAULT-VALUE}")
    private int objects;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be 1 at least");
        }
        HouseSize size = size();
        PrintWriter err = spec.commandLine().getErr();
        Path home = Games.home();
        Path folder = out == null ? home.resolve("data/alfworld-generated") : out;
        Path store = prepared == null ? home.resolve("data/alfworld-prepared") : prepared;
        if (count > Relaunch.FEW && Relaunch.mayHelp()) {
            return Relaunch.run(spec, "generate");
        }
        GeneratedGames.Report report;
        try (PythonPool python = Games.preparing(1, err)) {
            GameGenerator generator = generator(home, size);
            report =
                    new GeneratedGames(generator, new GameStore(store), python)
                            .write(seed, count, folder, err::println);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%d games in %s, each won by its walkthrough; %d candidates were dropped%n",
                        report.written().size(), folder, report.dropped().size());
        List<String> dropped = report.dropped();
        dropped.forEach(err::println);
        return 0;
    }

    private HouseSize size() {
        try {
            return new HouseSize(receptacles, objects);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A generator over the domain and grammar of the installed package. */
    static GameGenerator generator(Path home, HouseSize size) throws IOException {
        Path data = home.resolve("build/alfworld-packages/alfworld/data");
        return new GameGenerator(
                Files.readString(data.resolve("alfred.pddl")),
                Files.readString(data.resolve("alfred.twl2")),
                size);
    }
}
