package io.oreo.worker;

/** An open connection to one worker. */
public interface WorkerConnection extends AutoCloseable {

    /** The worker at the other end. */
    Worker worker();

    /** Whether the worker says that it serves. */
    boolean serving();

    /** Asks the worker to finish what runs, take no more and end. */
    void drain();

    /** Closes the connection; calls under way end as cancelled. */
    @Override
    void close();
}
