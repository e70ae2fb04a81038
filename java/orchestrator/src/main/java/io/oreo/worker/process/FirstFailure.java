package io.oreo.worker.process;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What ended some work that runs side by side. Thread-safe. */
final class FirstFailure {

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /** Does the work, unless other work has failed before. */
    <T> T unlessFailed(Supplier<T> work) {
        if (first.get() != null) {
            throw new CancellationException("other work failed");
        }
        try {
            return work.get();
        } catch (RuntimeException | Error failed) {
            first.compareAndSet(null, failed);
            throw failed;
        }
    }

    /** The first failure; null if there is none. */
    @Nullable Throwable get() {
        return first.get();
    }
}
