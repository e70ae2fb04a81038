package io.oreo.alfworld.cli;

import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.ReferenceEnvironment;
import io.oreo.environment.Environment;
import io.oreo.environment.GameId;
import io.oreo.environment.Session;
import java.util.List;

/** The reference mode, started only if a game needs it. */
record LazyReference(LazyPython python, GameFolder folder) implements Environment {

    @Override
    public String name() {
        return "alfworld (TextWorld 1.7.0 under GraalPy)";
    }

    @Override
    public List<GameId> games() {
        return folder.games();
    }

    @Override
    public Session open(GameId game) {
        return new ReferenceEnvironment(folder, python.pool()).open(game);
    }

    @Override
    public boolean forks() {
        return false;
    }

    @Override
    public void close() {
        python.close();
    }
}
