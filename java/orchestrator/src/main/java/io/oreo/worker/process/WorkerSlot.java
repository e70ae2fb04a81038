package io.oreo.worker.process;

import io.oreo.worker.Worker;
import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerConnector;
import io.oreo.worker.WorkerException;
import java.util.Optional;

/** A place for one worker at a time. Used by one thread at a time. */
final class WorkerSlot {

    private final int number;
    private final WorkerSource source;
    private final WorkerConnector connector;
    private Optional<Open> open = Optional.empty();

    private record Open(WorkerSource.Life life, WorkerConnection connection) {}

    WorkerSlot(int number, WorkerSource source, WorkerConnector connector) {
        this.number = number;
        this.source = source;
        this.connector = connector;
    }

    int number() {
        return number;
    }

    /** The worker of this slot; begins its life if it has none. */
    Worker worker() throws InterruptedException {
        if (open.isEmpty()) {
            WorkerSource.Life life = source.begin(number);
            try {
                open = Optional.of(new Open(life, connector.connect(life.address())));
            } catch (WorkerException unreachable) {
                life.end();
                throw unreachable;
            }
        }
        return open.get().connection().worker();
    }

    /** What the worker of this slot said last; empty if it has none. */
    String lastWords() {
        return open.map(running -> running.life().lastWords()).orElse("");
    }

    /** Gives the worker up, so that the next one begins a new life. */
    void abandon() {
        open.ifPresent(
                gone -> {
                    gone.connection().close();
                    gone.life().end();
                });
        open = Optional.empty();
    }

    /** Lets the worker finish and end, if it is ours; otherwise it only loses sight of us. */
    void close() {
        open.filter(running -> running.life().ours())
                .ifPresent(
                        running -> {
                            try {
                                running.connection().drain();
                            } catch (WorkerException alreadyGone) {
                                // It is to end, and it has ended.
                            }
                        });
        abandon();
    }
}
