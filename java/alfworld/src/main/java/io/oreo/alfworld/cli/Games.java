package io.oreo.alfworld.cli;

import io.oreo.alfworld.FastEnvironment;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.ReferenceEnvironment;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.python.JustInTime;
import io.oreo.alfworld.python.PythonPool;
import io.oreo.alfworld.python.PythonSetup;
import io.oreo.alfworld.tools.Preparation;
import io.oreo.environment.Environment;
import io.oreo.environment.GameId;
import io.oreo.worker.process.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where games are, and what plays them: options that several commands share. */
final class Games {

    /** Where prepared games are kept below the folder of the project. */
    static final String PREPARED = "data/alfworld-prepared";

    @Option(
            names = "--games",
            required = true,
            paramLabel = "DIR",
            defaultValue = "${env:ALFWORLD_DATA}",
            description = "folder of games, at any depth; the default is $ALFWORLD_DATA")
    private Path games = Path.of("");

    @Option(
            names = "--prepared",
            paramLabel = "DIR",
            description = "folder of prepared games; the default is data/alfworld-prepared")
    private @Nullable Path prepared;

    @Option(
            names = "--libdownward",
            paramLabel = "FILE",
            defaultValue = "${env:OREO_LIBDOWNWARD}",
            description =
                    "the compiled planner libdownward.so that steps games in the reference mode;"
                            + " the default is $OREO_LIBDOWNWARD, else the installed one, else the"
                            + " Java engine in its place")
    private @Nullable Path libdownward;

    /** What plays a game. */
    enum Engine {
        /** The Java engine. */
        fast,
        /** Unmodified TextWorld under GraalPy. */
        reference
    }

    GameFolder folder() {
        return new GameFolder(games);
    }

    GameStore store() {
        return new GameStore(prepared());
    }

    /** Where prepared games are kept. */
    private Path prepared() {
        return (prepared == null ? home().resolve(PREPARED) : prepared).toAbsolutePath();
    }

    /**
     * Prepares those of the games that are not prepared yet, all at once and, where they are many,
     * in a JVM with Graal's compiler; then says which the Java engine refuses.
     */
    void prepare(List<GameId> wanted, PrintWriter err) throws IOException {
        GameFolder folder = folder();
        Preparation preparation = new Preparation(folder, store());
        List<Preparation.Waiting> waiting =
                preparation.waiting(wanted).stream()
                        .filter(game -> game.broken().isEmpty())
                        .toList();
        if (!waiting.isEmpty()) {
            err.printf("%d games are not prepared yet; they are prepared first%n", waiting.size());
            err.flush();
            if (Relaunch.mayHelp() && waiting.size() > Relaunch.FEW) {
                try {
                    List<GameId> ids = waiting.stream().map(Preparation.Waiting::id).toList();
                    Relaunch.prepare(home().toAbsolutePath(), ids, folder.root(), prepared());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            } else {
                int jobs = Math.min(waiting.size(), Runtime.getRuntime().availableProcessors());
                try (PythonPool python = preparing(jobs, err)) {
                    preparation.run(waiting, python, jobs, said(err)).failures().forEach(said(err));
                }
            }
        }
        preparation.refusals(wanted).forEach(said(err));
    }

    /** Lines that appear at once. */
    static Consumer<String> said(PrintWriter err) {
        return line -> {
            err.println(line);
            err.flush();
        };
    }

    /** The folder of the project. */
    static Path home() {
        return Path.of(System.getProperty("oreo.home", ""));
    }

    /**
     * An environment; the fast one hands games that it refuses to the reference mode, and expects
     * that {@link #prepare} came first.
     */
    Environment open(Engine engine, PrintWriter err) {
        return switch (engine) {
            case fast ->
                    new FastEnvironment(
                            folder(),
                            store(),
                            Optional.empty(),
                            Optional.of(new LazyReference(new LazyPython(this, err), folder())));
            case reference -> {
                PythonPool python = python(1, err);
                err.println("games are stepped by " + python.planner());
                err.flush();
                yield new ReferenceEnvironment(folder(), python);
            }
        };
    }

    /** Python contexts; installs what Python needs first, and warns if nothing compiles. */
    PythonPool python(int contexts, PrintWriter err) {
        return python(contexts, Optional.ofNullable(libdownward), err);
    }

    /** The same for commands that play nothing in the reference mode. */
    static PythonPool preparing(int contexts, PrintWriter err) {
        return python(contexts, Optional.empty(), err);
    }

    private static PythonPool python(int contexts, Optional<Path> library, PrintWriter err) {
        Path home = home();
        install(home);
        PythonSetup setup = PythonSetup.of(home, contexts);
        PythonPool pool =
                new PythonPool(library.isEmpty() ? setup : setup.withLibdownward(library));
        JustInTime.warning(pool.implementation())
                .ifPresent(
                        warning -> {
                            err.println("warning: " + warning);
                            err.flush();
                        });
        return pool;
    }

    private static void install(Path home) {
        Path script = home.resolve("environments/alfworld/install");
        if (!Files.isExecutable(script)) {
            return;
        }
        try {
            List<String> command = List.of(script.toAbsolutePath().toString());
            if (Program.run(command, Program.Streams.COMPLAINTS) != 0) {
                throw new UncheckedIOException(
                        "the Python packages of ALFWorld cannot be installed",
                        new IOException(script + " failed; what it said stands above"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the Python packages of ALFWorld cannot be installed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
