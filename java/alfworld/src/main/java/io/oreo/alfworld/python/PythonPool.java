package io.oreo.alfworld.python;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.planner.Libdownward;
import io.oreo.alfworld.planner.Planner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.graalvm.polyglot.Engine;

/**
 * Few long-lived contexts on one engine, each leased to one caller at a time.
 *
 * <p>A context that failed, hung, or grew old is replaced by a fresh one at the next lease, so the
 * pool keeps its size. Safe for use by many threads.
 */
public final class PythonPool implements AutoCloseable {

    /** A context is not handed out again while this much of the heap stays in use. */
    private static final double HEAP_WISH = 0.75;

    private final PythonSetup setup;
    private final Optional<Libdownward> libdownward;
    private final Engine engine;
    private final Semaphore places;
    private final Deque<Place> idle = new ArrayDeque<>();
    private boolean closed;

    /** A context and how often it was leased. */
    private static final class Place {
        final PythonContext context;
        int uses;

        Place(PythonContext context) {
            this.context = context;
        }
    }

    /**
     * A pool without contexts; each is started when it is first needed.
     *
     * @throws PythonException if the Python packages are not installed, or what the setup names as
     *     libdownward is something else
     */
    public PythonPool(PythonSetup setup) {
        this.setup = requireNonNull(setup, "setup is null");
        setup.check();
        libdownward = setup.libdownward().map(Libdownward::new);
        engine = Engine.newBuilder("python").option("engine.WarnInterpreterOnly", "false").build();
        places = new Semaphore(setup.contexts(), true);
    }

    /** The engine's own name for what runs guest code; see {@link JustInTime#warning}. */
    public String implementation() {
        return engine.getImplementationName();
    }

    /** What runs Python, for the record of a run. */
    public String name() {
        return "GraalPy " + engine.getVersion() + " (" + implementation() + ")";
    }

    /** What steps games in the reference mode, for the record of a run. */
    public String planner() {
        return setup.libdownward().map(file -> "libdownward " + file).orElse("the Java engine");
    }

    /** Exclusive use of a context until it is closed. */
    public final class Lease implements AutoCloseable {
        private final Place place;
        private boolean returned;

        private Lease(Place place) {
            this.place = place;
        }

        /**
         * Calls a function of {@code oreo_alfworld.host}.
         *
         * @throws PythonException if it fails; the context is replaced then
         */
        public String call(String function, String... arguments) {
            return place.context.call(function, arguments);
        }

        @Override
        public void close() {
            if (!returned) {
                returned = true;
                giveBack(place);
            }
        }
    }

    /**
     * Waits for a free place.
     *
     * @throws PythonException if a new context cannot be started
     */
    public Lease lease() {
        places.acquireUninterruptibly();
        try {
            Place place = takeIdle();
            if (place == null) {
                Heap.awaitBelow(HEAP_WISH);
                Planner planner = Libdownward.planner(libdownward);
                place = new Place(PythonContext.start(setup, engine, planner));
            }
            place.uses++;
            return new Lease(place);
        } catch (RuntimeException | Error e) {
            places.release();
            throw e;
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Place takeIdle() {
        if (closed) {
            throw new IllegalStateException("the pool of Python contexts is closed");
        }
        return idle.pollFirst();
    }

    private void giveBack(Place place) {
        boolean old = place.uses >= setup.uses() || Heap.usedAfterCollection() > HEAP_WISH;
        if (place.context.broken() || old || !keep(place)) {
            place.context.close();
        }
        places.release();
    }

    private synchronized boolean keep(Place place) {
        if (!closed) {
            idle.addFirst(place);
        }
        return !closed;
    }

    /** Ends all contexts; those that are leased end when they are given back. */
    @Override
    public void close() {
        Deque<Place> ending;
        synchronized (this) {
            closed = true;
            ending = new ArrayDeque<>(idle);
            idle.clear();
        }
        ending.forEach(place -> place.context.close());
    }
}
