package io.oreo.run;

/** Hears how a run goes on, to show it to a person. Calls come from one thread. */
public interface RunListener {

    /** Work of a kind begins or goes on; {@code done} of {@code total} units are there already. */
    void started(String what, String unit, long done, long total);

    /** So much is done; {@code detail} may name the latest figures. */
    void advanced(long done, String detail);

    /** The work is complete; one line sums it up. */
    void finished(String summary);

    /** Something a person should know. */
    void note(String text);
}
