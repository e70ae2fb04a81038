package io.oreo.alfworld.cli;

import io.oreo.alfworld.python.PythonPool;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Python contexts that are started when the first game needs them, and not before. */
final class LazyPython implements AutoCloseable {

    private final Games games;
    private final PrintWriter err;
    private @Nullable PythonPool pool;

    LazyPython(Games games, PrintWriter err) {
        this.games = games;
        this.err = err;
    }

    synchronized PythonPool pool() {
        PythonPool started = pool;
        if (started == null) {
            err.println(
                    "Python is started, to prepare a game or to play it in the reference mode; this"
                            + " takes a minute");
            err.flush();
            started = games.python(1, err);
            pool = started;
        }
        return started;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
