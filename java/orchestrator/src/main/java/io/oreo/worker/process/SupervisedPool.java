package io.oreo.worker.process;

import io.oreo.worker.Worker;
import io.oreo.worker.WorkerConnector;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import io.oreo.worker.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lends workers, one caller each at a time, and replaces those that are lost. A call that failed in
 * a way that may pass is made again on a new worker: calls are whole batches, so making one twice
 * gives the same result as making it once.
 */
public final class SupervisedPool implements WorkerPool {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final List<WorkerSlot> slots;
    private final BlockingQueue<WorkerSlot> idle;
    private final Patience patience;
    private final Consumer<String> notes;

    /**
     * How long a pool keeps trying.
     *
     * @param attempts how often a call is made in all before its failure leaves
     * @param pause lets time pass between two attempts
     */
    public record Patience(int attempts, Pause pause) {

        /** So many attempts, with pauses of real time. */
        public static Patience of(int attempts) {
            return new Patience(attempts, Thread::sleep);
        }
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void rest(Duration time) throws InterruptedException;
    }

    private SupervisedPool(List<WorkerSlot> slots, Patience patience, Consumer<String> notes) {
        this.slots = List.copyOf(slots);
        this.idle = new LinkedBlockingQueue<>(slots);
        this.patience = patience;
        this.notes = notes;
    }

    /**
     * Starts all workers, side by side; time between attempts is real.
     *
     * @param size number of workers
     * @param attempts how often a call is made in all before its failure leaves
     * @param notes hears, on any thread, when a worker is replaced
     * @throws WorkerException if one does not come up
     */
    public static SupervisedPool start(
            WorkerSource source,
            WorkerConnector connector,
            int size,
            int attempts,
            Consumer<String> notes) {
        return start(source, connector, size, Patience.of(attempts), notes);
    }

    /** Likewise, with pauses of the caller's. */
    public static SupervisedPool start(
            WorkerSource source,
            WorkerConnector connector,
            int size,
            Patience patience,
            Consumer<String> notes) {
        List<WorkerSlot> slots = new ArrayList<>();
        for (int number = 0; number < size; number++) {
            slots.add(new WorkerSlot(number, source, connector));
        }
        SupervisedPool pool = new SupervisedPool(slots, patience, notes);
        try {
            pool.forEach(
                    slots.stream().map(WorkerSlot::number).toList(),
                    (worker, number) -> worker.describe(),
                    description -> {});
        } catch (WorkerException failed) {
            pool.close();
            throw failed;
        }
        return pool;
    }

    @Override
    public int size() {
        return slots.size();
    }

    @Override
    public <T> T call(Function<Worker, T> work) {
        try {
            WorkerSlot slot = idle.take();
            try {
                return call(slot, work);
            } finally {
                idle.add(slot);
            }
        } catch (InterruptedException interrupted) {
            throw cancelled();
        }
    }

    @Override
    public <I, T> void forEach(List<I> inputs, WorkFunction<I, T> work, Consumer<T> done) {
        if (inputs.isEmpty()) {
            return;
        }
        try (ExecutorService callers =
                Executors.newFixedThreadPool(
                        Math.min(size(), inputs.size()),
                        Thread.ofPlatform().name("caller-", 0).daemon().factory())) {
            FirstFailure failure = new FirstFailure();
            List<Future<T>> results = new ArrayList<>(inputs.size());
            for (I input : inputs) {
                results.add(
                        callers.submit(
                                () ->
                                        failure.unlessFailed(
                                                () -> call(worker -> work.apply(worker, input)))));
            }
            boolean complete = false;
            try {
                for (Future<T> result : results) {
                    done.accept(await(result, failure));
                }
                complete = true;
            } finally {
                if (!complete) {
                    callers.shutdownNow();
                }
            }
        }
    }

    @Override
    public void close() {
        slots.parallelStream().forEach(WorkerSlot::close);
    }

    private <T> T call(WorkerSlot slot, Function<Worker, T> work) throws InterruptedException {
        int attempts = patience.attempts();
        for (int attempt = 1; ; attempt++) {
            try {
                return work.apply(slot.worker());
            } catch (WorkerException failed) {
                if (failed.failure() instanceof WorkerFailure.Cancelled) {
                    // The worker may still be at it; whoever comes next needs an idle one.
                    slot.abandon();
                    throw failed;
                }
                if (!failed.failure().retryable()) {
                    throw failed;
                }
                WorkerException last = attempt < attempts ? failed : quoting(slot, failed);
                slot.abandon();
                if (attempt >= attempts) {
                    throw last;
                }
                notes.accept(
                        "Worker %d is replaced (attempt %d of %d): %s"
                                .formatted(
                                        slot.number(),
                                        attempt + 1,
                                        attempts,
                                        failed.failure().message()));
                patience.pause().rest(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 6)));
            }
        }
    }

    private static <T> T await(Future<T> result, FirstFailure failure) {
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            throw cancelled();
        } catch (ExecutionException failed) {
            if (failure.get() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a worker's call failed", failed.getCause());
        }
    }

    /** A worker that is gone for good is quoted, since its log may say why. */
    private static WorkerException quoting(WorkerSlot slot, WorkerException failed) {
        String lastWords = slot.lastWords();
        if (lastWords.isBlank() || !(failed.failure() instanceof WorkerFailure.Unavailable gone)) {
            return failed;
        }
        return new WorkerException(
                new WorkerFailure.Unavailable(
                        "%s The worker's last words: %s".formatted(gone.message(), lastWords)),
                failed);
    }

    private static WorkerException cancelled() {
        Thread.currentThread().interrupt();
        return new WorkerException(new WorkerFailure.Cancelled("The work was interrupted."));
    }
}
