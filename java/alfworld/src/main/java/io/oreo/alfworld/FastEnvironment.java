package io.oreo.alfworld;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.game.Position;
import io.oreo.alfworld.game.PreparedGame;
import io.oreo.alfworld.planning.GameException;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays games in the Java engine.
 *
 * <p>A game that was not prepared yet is prepared when it is opened, if there is something that
 * prepares; a game that the engine refused is played by the fallback, if there is one.
 */
public final class FastEnvironment implements Environment {

    /** About 100 kB each. */
    private static final int GAMES_IN_MEMORY = 1000;

    /** Prepares a game that is not in the store yet. */
    @FunctionalInterface
    public interface Preparer {
        /**
         * The game.
         *
         * @throws GameException if it is malformed or refused
         */
        PreparedGame prepare(GameFile file);
    }

    private final GameFolder folder;
    private final GameStore store;
    private final Optional<Preparer> preparer;
    private final Optional<Environment> fallback;
    private final Map<String, Game> memory = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * An environment.
     *
     * @param preparer for games that are not in the store; without it they are refused
     * @param fallback for games that the engine refuses; closed with this environment
     */
    public FastEnvironment(
            GameFolder folder,
            GameStore store,
            Optional<Preparer> preparer,
            Optional<Environment> fallback) {
        this.folder = requireNonNull(folder, "folder is null");
        this.store = requireNonNull(store, "store is null");
        this.preparer = requireNonNull(preparer, "preparer is null");
        this.fallback = requireNonNull(fallback, "fallback is null");
    }

    @Override
    public String name() {
        return "alfworld (Java engine)";
    }

    @Override
    public List<GameId> games() {
        return folder.games();
    }

    @Override
    public boolean forks() {
        return true;
    }

    @Override
    public Session open(GameId id) {
        try {
            Game game = game(id);
            return new FastSession(game, game.start());
        } catch (GameException e) {
            if (fallback.isPresent() && isRefused(id)) {
                return fallback.get().open(id);
            }
            throw failure(id, e);
        }
    }

    /** Whether the engine refused a game, which is otherwise only not prepared. */
    private boolean isRefused(GameId id) {
        return store.refusalOf(GameStore.key(folder.bytes(id))).isPresent();
    }

    /**
     * A game itself, for play without a session.
     *
     * @throws EnvironmentException if there is none of that id
     * @throws GameException if it cannot be played here
     */
    public Game game(GameId id) {
        byte[] bytes = folder.bytes(id);
        String key = GameStore.key(bytes);
        Game known = remembered(key);
        if (known != null) {
            return known;
        }
        PreparedGame prepared =
                store.find(key).orElseGet(() -> prepare(GameFile.read(bytes, id.value()), key));
        Game game = new Game(prepared);
        remember(key, game);
        return game;
    }

    private PreparedGame prepare(GameFile file, String key) {
        return preparer.orElseThrow(
                        () ->
                                GameException.refused(
                                        (store.damaged(key)
                                                        ? "what is prepared of it is damaged (%s)"
                                                                .formatted(store.path(key))
                                                        : "it is not prepared")
                                                + "; run ./oreo alfworld prepare --games "
                                                + folder.root()))
                .prepare(file);
    }

    /** Where the receptacles of a game stand, as the engine names it; empty where it is refused. */
    public Map<String, String> places(GameId id) {
        try {
            return game(id).places();
        } catch (GameException refused) {
            return Map.of();
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Game remembered(String key) {
        return memory.get(key);
    }

    private synchronized void remember(String key, Game game) {
        memory.put(key, game);
        if (memory.size() > GAMES_IN_MEMORY) {
            memory.remove(memory.keySet().iterator().next());
        }
    }

    static EnvironmentException failure(GameId id, GameException e) {
        Kind kind =
                switch (e.kind()) {
                    case MALFORMED -> Kind.MALFORMED_GAME;
                    case UNSUPPORTED -> Kind.UNSUPPORTED_GAME;
                };
        return new EnvironmentException(kind, "game %s: %s".formatted(id, e.getMessage()), e);
    }

    @Override
    public void close() {
        fallback.ifPresent(Environment::close);
    }

    /** A play: a position that moves. */
    private static final class FastSession implements Session {
        private final Game game;
        private Position position;
        private boolean done;

        FastSession(Game game, Position position) {
            this.game = game;
            this.position = position;
        }

        @Override
        public Observation observation() {
            return new Observation(position.text(), position.admissible(), position.won(), done);
        }

        @Override
        public Observation step(String command) {
            try {
                position = game.step(position, command);
                done = position.won();
                return observation();
            } catch (GameException e) {
                throw new EnvironmentException(
                        Kind.MALFORMED_GAME, String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public Optional<Session> fork() {
            FastSession fork = new FastSession(game, position);
            fork.done = done;
            return Optional.of(fork);
        }

        @Override
        public void close() {
            // A position holds nothing that must be given back.
        }
    }
}
