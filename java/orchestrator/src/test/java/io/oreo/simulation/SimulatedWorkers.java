package io.oreo.simulation;

import io.oreo.simulation.Misfortune.Fault;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerConnector;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import io.oreo.worker.process.WorkerSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Workers whose lives end at bad moments, as a pool sees them. Thread-safe. */
final class SimulatedWorkers implements WorkerSource, WorkerConnector {

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final Worker able;
    private final Misfortune misfortune;
    private final SimulatedClock clock;
    private final List<SimulatedLife> lives = new ArrayList<>();

    SimulatedWorkers(Worker able, Misfortune misfortune, SimulatedClock clock) {
        this.able = able;
        this.misfortune = misfortune;
        this.clock = clock;
    }

    @Override
    public Life begin(int slot) {
        if (misfortune.happens("no begin of " + slot)) {
            throw new WorkerException(
                    new WorkerFailure.Unavailable("The worker ended before it could be reached."));
        }
        synchronized (lives) {
            lives.add(new SimulatedLife(lives.size() + 1));
            return lives.getLast();
        }
    }

    @Override
    public WorkerConnection connect(WorkerAddress address) {
        if (misfortune.happens("no connection")) {
            throw new WorkerException(new WorkerFailure.Unavailable("Nobody answers there."));
        }
        synchronized (lives) {
            return lives.get(address.port() - 1);
        }
    }

    /** How often each life was ended. */
    List<Integer> ends() {
        synchronized (lives) {
            return lives.stream().map(life -> life.ends.get()).toList();
        }
    }

    /** One life: what is asked of it goes to a worker that is able, unless something happens. */
    final class SimulatedLife implements Life, WorkerConnection {
        private final int port;
        private final AtomicInteger ends = new AtomicInteger();
        private volatile boolean dead;

        SimulatedLife(int port) {
            this.port = port;
        }

        /** A call and what happens to it. */
        <T> T ask(String call, Supplier<T> work) {
            Fault fault = dead ? Fault.DIES : misfortune.ofCall(call);
            return switch (fault) {
                case NONE -> work.get();
                case TWICE -> {
                    var _ = work.get();
                    yield work.get();
                }
                case DIES -> throw gone(call);
                case DIES_AFTERWARDS -> {
                    var _ = work.get();
                    throw gone(call);
                }
                case HANGS -> throw late(call);
                case LATE -> {
                    var _ = work.get();
                    throw late(call);
                }
                case GARBAGE -> throw garbage(call);
            };
        }

        private WorkerException gone(String call) {
            dead = true;
            return new WorkerException(
                    new WorkerFailure.Unavailable("The worker is gone during " + call));
        }

        private WorkerException late(String call) {
            clock.pass(DEADLINE);
            return new WorkerException(
                    new WorkerFailure.DeadlineExceeded("No reply to %s in time".formatted(call)));
        }

        private static WorkerException garbage(String call) {
            return new WorkerException(
                    new WorkerFailure.Internal(
                            "The worker's reply to %s breaks the contract".formatted(call), false));
        }

        @Override
        public WorkerAddress address() {
            return new WorkerAddress("127.0.0.1", port, "token");
        }

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public boolean ours() {
            return true;
        }

        @Override
        public void end() {
            ends.incrementAndGet();
            dead = true;
        }

        @Override
        public Worker worker() {
            return new UnreliableWorker(able, this, misfortune);
        }

        @Override
        public boolean serving() {
            return !dead;
        }

        @Override
        public void drain() {
            if (dead) {
                throw new WorkerException(new WorkerFailure.Unavailable("It is gone."));
            }
        }

        @Override
        public void close() {
            // Nothing is under way.
        }
    }
}
