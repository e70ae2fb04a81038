package io.oreo.alfworld.tools;

import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.Position;
import java.util.List;
import java.util.Optional;

/**
 * Says what to play next: a command after which some end of the walkthrough wins. A few commands of
 * one's own may come first, since a player does not keep to the walkthrough.
 */
public final class Hints {

    /** Two own commands take some ten thousand steps, a tenth of a second. */
    private static final int DEPTH = 2;

    private final Game game;

    public Hints(Game game) {
        this.game = game;
    }

    /** The next command, or nothing if no way was found. */
    public Optional<String> next(Position from) {
        List<String> walkthrough = game.walkthrough().orElse(List.of());
        for (int depth = 0; depth <= DEPTH; depth++) {
            Optional<String> found = search(from, walkthrough, depth);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> search(Position from, List<String> walkthrough, int depth) {
        if (depth == 0) {
            return end(from, walkthrough);
        }
        for (String command : from.admissible()) {
            Position after = game.step(from, command);
            if (after.won() || search(after, walkthrough, depth - 1).isPresent()) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** The first admissible command of the shortest end of the walkthrough that wins. */
    private Optional<String> end(Position from, List<String> walkthrough) {
        for (int skip = walkthrough.size() - 1; skip >= 0; skip--) {
            List<String> end = walkthrough.subList(skip, walkthrough.size());
            Position position = from;
            for (String command : end) {
                position = game.step(position, command);
                if (position.won()) {
                    return end.stream().filter(from.admissible()::contains).findFirst();
                }
            }
        }
        return Optional.empty();
    }
}
