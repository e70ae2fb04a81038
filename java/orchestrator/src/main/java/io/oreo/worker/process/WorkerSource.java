package io.oreo.worker.process;

import io.oreo.worker.WorkerAddress;

/** Where workers come from. Thread-safe. */
public interface WorkerSource {

    /**
     * Begins the life of the worker of a slot and waits until it can be reached.
     *
     * @param slot number of the slot, from 0
     * @throws io.oreo.worker.WorkerException if it does not come up; the message quotes its last
     *     words
     */
    Life begin(int slot) throws InterruptedException;

    /** One worker's life. */
    interface Life {

        /** Where it listens. */
        WorkerAddress address();

        /** What it said last, for a person who wants to know why it is gone; may be empty. */
        String lastWords();

        /** Whether it began with us, so that it is to end with us. */
        boolean ours();

        /** Ends it, by force if need be. A life that is not ours goes on. */
        void end();
    }
}
