package io.oreo.simulation;

import io.oreo.worker.process.SupervisedPool;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Time that passes only where somebody waits. Thread-safe. */
final class SimulatedClock implements SupervisedPool.Pause, Supplier<Instant> {

    private final AtomicLong millis = new AtomicLong();

    @Override
    public void rest(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while resting");
        }
        millis.addAndGet(time.toMillis());
    }

    /** Waits whatever happens. */
    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    @Override
    public Instant get() {
        return Instant.EPOCH.plusMillis(millis.incrementAndGet());
    }
}
