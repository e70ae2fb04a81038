package io.oreo.testing;

import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import java.util.List;
import java.util.Optional;

/**
 * Corridors to walk along: game {@code n} starts at 0 and is won at n, reached by {@code right};
 * two steps to the left of the start it is lost. The command {@code jam} breaks a game, and the
 * game {@code broken} cannot be opened.
 */
public record Corridor(boolean forks) implements Environment {

    @Override
    public String name() {
        return "corridor";
    }

    @Override
    public List<GameId> games() {
        return List.of(new GameId("1"), new GameId("2"), new GameId("3"));
    }

    @Override
    public Session open(GameId game) {
        if (game.value().equals("broken")) {
            throw new EnvironmentException(
                    EnvironmentException.Kind.MALFORMED_GAME, "the game is broken");
        }
        return new Walk(Integer.parseInt(game.value()), 0);
    }

    /** What a game shows at a place. */
    public static String text(int place, int goal) {
        return "At %d, go to %d.".formatted(place, goal);
    }

    @Override
    public void close() {
        // Nothing was started.
    }

    private final class Walk implements Session {
        private final int goal;
        private int place;

        Walk(int goal, int place) {
            this.goal = goal;
            this.place = place;
        }

        @Override
        public Observation observation() {
            return new Observation(
                    text(place, goal), List.of("left", "right"), place == goal, place == -2);
        }

        @Override
        public Observation step(String command) {
            switch (command) {
                case "right" -> place++;
                case "left" -> place--;
                case "jam" ->
                        throw new EnvironmentException(
                                EnvironmentException.Kind.BROKEN, "the corridor is jammed");
                default -> {}
            }
            return observation();
        }

        @Override
        public Optional<Session> fork() {
            return forks ? Optional.of(new Walk(goal, place)) : Optional.empty();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
