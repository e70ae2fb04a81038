package io.oreo.testing;

import io.oreo.worker.Worker;
import io.oreo.worker.WorkerPool;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One worker that is called on the caller's thread, once per call. */
public record InlinePool(Worker worker) implements WorkerPool {

    @Override
    public int size() {
        return 1;
    }

    @Override
    public <T> T call(Function<Worker, T> work) {
        return work.apply(worker);
    }

    @Override
    public <I, T> void forEach(List<I> inputs, WorkFunction<I, T> work, Consumer<T> done) {
        inputs.forEach(input -> done.accept(work.apply(worker, input)));
    }

    @Override
    public void close() {
        // Nothing was started.
    }
}
