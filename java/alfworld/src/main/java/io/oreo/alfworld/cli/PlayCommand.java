package io.oreo.alfworld.cli;

import io.oreo.alfworld.FastEnvironment;
import io.oreo.alfworld.GamePreparer;
import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.Position;
import io.oreo.alfworld.tools.Hints;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A person plays in the terminal. */
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        description = "Play a game in the terminal, with hints and undo.")
final class PlayCommand implements Callable<Integer> {

    private static final String KEYS =
            "Type a command of the game, or: ? for what is admissible, hint, undo, quit.";

    @Mixin private Games games = new Games();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "GAME",
            arity = "0..1",
            description = "path below --games, or a part of one; the default is the first game")
    private String wanted = "";

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "40",
            description = "limit; ${DEFAULT-VALUE} is usual")
    private int limit;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        GameId id = find();
        LazyPython python = new LazyPython(games, spec.commandLine().getErr());
        try (python;
                FastEnvironment environment =
                        new FastEnvironment(
                                games.folder(),
                                games.store(),
                                Optional.of(
                                        file ->
                                                new GamePreparer(python.pool(), games.store())
                                                        .prepare(file)),
                                Optional.empty())) {
            Game game = environment.game(id);
            out.println(KEYS);
            out.println();
            return play(
                    game,
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                    out);
        }
    }

    private GameId find() {
        List<GameId> all = games.folder().someGames();
        return all.stream()
                .filter(id -> id.value().contains(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EnvironmentException(
                                        EnvironmentException.Kind.UNKNOWN_GAME,
                                        "no game below %s has '%s' in its path"
                                                .formatted(games.folder().root(), wanted)));
    }

    private int play(Game game, BufferedReader in, PrintWriter out) throws IOException {
        Deque<Position> past = new ArrayDeque<>();
        Position now = game.start();
        out.println(now.text());
        while (!now.won() && past.size() < limit) {
            out.printf("%n%d> ", past.size() + 1);
            out.flush();
            String line = in.readLine();
            if (line == null || line.strip().equals("quit")) {
                return 0;
            }
            switch (line.strip()) {
                case "" -> {}
                case "?" -> out.println(String.join("\n", now.admissible()));
                case "hint" ->
                        out.println(
                                new Hints(game)
                                        .next(now)
                                        .map(command -> "Try: " + command)
                                        .orElse("No hint from here; undo may help."));
                case "undo" -> {
                    now = past.isEmpty() ? now : past.pop();
                    out.println(now.text());
                }
                default -> {
                    past.push(now);
                    now = game.step(now, line);
                    out.println(now.text());
                }
            }
        }
        out.println();
        out.println(now.won() ? "You won in " + past.size() + " steps." : "No steps are left.");
        out.flush();
        return 0;
    }
}
