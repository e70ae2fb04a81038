package io.oreo.worker;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Some workers of equal settings. Work is handed to whichever is free; since a request is a whole
 * batch, who computes it does not change its result.
 */
public interface WorkerPool extends AutoCloseable {

    /** Number of workers. */
    int size();

    /**
     * Calls one worker, waiting for a free one. On a retryable failure the worker is replaced and
     * the call repeated, a bounded number of times; then, or on any other failure, the exception
     * leaves.
     */
    <T> T call(Function<Worker, T> work);

    /**
     * Calls for each input, in parallel over the workers, and hands results to {@code done} in the
     * order of the inputs, on the calling thread, as soon as all earlier ones are there. After a
     * failure no new work starts, and the failure leaves.
     */
    <I, T> void forEach(List<I> inputs, WorkFunction<I, T> work, Consumer<T> done);

    /** Stops the workers cleanly. */
    @Override
    void close();

    /** Work on one input. */
    interface WorkFunction<I, T> {
        T apply(Worker worker, I input);
    }
}
