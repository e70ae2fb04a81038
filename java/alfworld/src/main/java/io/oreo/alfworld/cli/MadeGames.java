package io.oreo.alfworld.cli;

import io.oreo.alfworld.GameMaker;
import io.oreo.environment.GameId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes and prepares games by the commands of those names, in a JVM of its own that has Graal's
 * compiler.
 */
public record MadeGames(Path home) implements GameMaker {

    @Override
    public boolean make(Order order, Path folder) throws IOException, InterruptedException {
        List<String> arguments =
                List.of(
                        "generate",
                        "--seed",
                        Integer.toString(order.seed()),
                        "--count",
                        Integer.toString(order.count()),
                        "--receptacles",
                        Integer.toString(order.size().receptacles()),
                        "--objects",
                        Integer.toString(order.size().objects()),
                        "--out",
                        folder.toString());
        return Relaunch.run(home, arguments) == 0;
    }

    @Override
    public void prepare(List<GameId> games, Path folder) throws IOException, InterruptedException {
        Path prepared = home.resolve(Games.PREPARED).toAbsolutePath();
        Relaunch.prepare(home, games, folder, prepared);
    }

    @Override
    public void say(String text) {
        System.err.println(text);
    }
}
