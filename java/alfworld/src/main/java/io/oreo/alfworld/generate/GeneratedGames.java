package io.oreo.alfworld.generate;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.GameFile;
import io.oreo.alfworld.GamePreparer;
import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.game.Position;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.python.PythonPool;
import io.oreo.environment.GameId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes generated games, each only after its walkthrough has won it. */
public final class GeneratedGames {

    private final GameGenerator generator;
    private final GameStore store;
    private final PythonPool python;

    /**
     * What was made.
     *
     * @param written games
     * @param dropped a sentence for each candidate that could not be won
     */
    public record Report(List<GameId> written, List<String> dropped) {
        public Report {
            written = List.copyOf(written);
            dropped = List.copyOf(dropped);
        }
    }

    public GeneratedGames(GameGenerator generator, GameStore store, PythonPool python) {
        this.generator = requireNonNull(generator, "generator is null");
        this.store = requireNonNull(store, "store is null");
        this.python = requireNonNull(python, "python is null");
    }

    /**
     * Writes {@code count} games of a seed below a folder.
     *
     * @param progress gets the id of each game
     */
    public Report write(long seed, int count, Path folder, Consumer<String> progress) {
        List<GameId> written = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (int index = 0; written.size() < count && dropped.size() <= count; index++) {
            GeneratedGame candidate = generator.game(seed, index);
            GameId id = new GameId(candidate.folder() + "/" + GameFile.NAME);
            Optional<String> fault = whyNot(candidate, id);
            if (fault.isPresent()) {
                dropped.add(id + ": " + fault.get());
                continue;
            }
            save(folder.resolve(candidate.folder()), candidate);
            written.add(id);
            progress.accept(id.value());
        }
        return new Report(written, dropped);
    }

    /** Plays the walkthrough: the proof that a game can be won. */
    private Optional<String> whyNot(GeneratedGame candidate, GameId id) {
        try {
            byte[] bytes = candidate.file().getBytes(StandardCharsets.UTF_8);
            GameFile file = GameFile.read(bytes, id.value());
            Game game = new Game(new GamePreparer(python, store).prepare(file));
            Position position = game.start();
            if (position.won()) {
                return Optional.of("is won at its start");
            }
            for (String command : candidate.walkthrough()) {
                position = game.step(position, command);
            }
            return position.won()
                    ? Optional.empty()
                    : Optional.of("is not won by " + candidate.walkthrough());
        } catch (GameException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void save(Path folder, GeneratedGame game) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("traj_data.json"), game.trajectory());
            Files.writeString(folder.resolve(GameFile.NAME), game.file());
        } catch (IOException e) {
            throw new UncheckedIOException("a generated game cannot be written: " + folder, e);
        }
    }
}
