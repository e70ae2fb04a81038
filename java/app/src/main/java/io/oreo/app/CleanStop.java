package io.oreo.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns Ctrl-C and a polite kill into a clean stop: the thread that made it is interrupted and
 * waited for, then a line says how to go on. The virtual machine ends with 130 or 143 by itself.
 */
public final class CleanStop implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final AtomicBoolean REQUESTED = new AtomicBoolean();

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook;
    private final String advice;

    /**
     * @param advice how to go on afterwards
     */
    public CleanStop(String advice) {
        this.advice = advice;
        this.hook = new Thread(this::stop, "clean-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the virtual machine is on its way out; nobody may call {@code System.exit} then. */
    public static boolean requested() {
        return REQUESTED.get();
    }

    private void stop() {
        REQUESTED.set(true);
        System.err.println();
        System.err.println("Stopping; what is done stays done.");
        worker.interrupt();
        try {
            if (stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Stopped. " + advice);
            } else {
                System.err.println(
                        "Work did not end within a minute and is ended; nothing stored is lost. "
                                + advice);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work is over, done or stopped. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException onTheWayOut) {
            REQUESTED.set(true);
        }
    }
}
