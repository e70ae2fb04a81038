package io.oreo.alfworld;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.GameCompiler;
import io.oreo.alfworld.game.GameDocument;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.game.PreparedGame;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.python.PythonException;
import io.oreo.alfworld.python.PythonPool;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;

/**
 * Prepares games: ALFWorld's own Python once per game, then the engine's compiler.
 *
 * <p>The grammar of a game is code to TextWorld, so Python derives a text, the introduction, only
 * after the compiler has accepted every expression; the two introductions must be equal.
 */
public final class GamePreparer implements FastEnvironment.Preparer {

    private final PythonPool python;
    private final GameStore store;

    public GamePreparer(PythonPool python, GameStore store) {
        this.python = requireNonNull(python, "python is null");
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * Prepares a game and stores it, or stores why it is refused.
     *
     * @throws GameException if it is malformed or refused
     */
    @Override
    public PreparedGame prepare(GameFile file) {
        try (PythonPool.Lease lease = lease()) {
            PreparedGame game =
                    GameCompiler.compile(GameDocument.read(call(lease, "prepare", file.text())));
            compareIntro(new Game(game).start().text(), call(lease, "intro"));
            store.put(file.key(), game);
            return game;
        } catch (GameException e) {
            if (e.kind() == GameException.Kind.UNSUPPORTED) {
                store.putRefusal(file.key(), e);
            }
            throw e;
        }
    }

    private PythonPool.Lease lease() {
        try {
            return python.lease();
        } catch (PythonException e) {
            throw new EnvironmentException(Kind.BROKEN, String.valueOf(e.getMessage()), e);
        }
    }

    /** What Python raises about a game is the game's fault; the rest is not. */
    private static String call(PythonPool.Lease lease, String function, String... arguments) {
        try {
            return lease.call(function, arguments);
        } catch (PythonException e) {
            throw switch (e.kind()) {
                case RAISED, TIMEOUT, MEMORY ->
                        GameException.malformed("ALFWorld cannot load it: " + e.getMessage());
                case MISSING, BROKEN ->
                        new EnvironmentException(Kind.BROKEN, String.valueOf(e.getMessage()), e);
            };
        }
    }

    private static void compareIntro(String ours, String theirs) {
        if (!ours.equals(theirs)) {
            int same = 0;
            while (same < Math.min(ours.length(), theirs.length())
                    && ours.charAt(same) == theirs.charAt(same)) {
                same++;
            }
            throw GameException.unsupported(
                    "the introduction of the Java engine differs from TextWorld's, from character "
                            + same
                            + " on");
        }
    }
}
