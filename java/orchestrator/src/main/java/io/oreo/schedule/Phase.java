package io.oreo.schedule;

/**
 * One kind of work of a run. It looks at the journal for what is already done, does the rest, and
 * appends what it did; when it returns, the run is in another stage.
 */
interface Phase {

    /** Works until the stage is left. Interruption leaves everything that was appended. */
    void run() throws InterruptedException;
}
