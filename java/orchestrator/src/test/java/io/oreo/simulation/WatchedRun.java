package io.oreo.simulation;

import io.oreo.run.RunListener;

/** A person who watches: the program may be killed, or interrupted, at each thing it says. */
record WatchedRun(Misfortune misfortune) implements RunListener {

    @Override
    public void started(String what, String unit, long done, long total) {
        moment("at the start of " + what);
    }

    @Override
    public void advanced(long done, String detail) {
        moment("in the midst of it");
    }

    @Override
    public void finished(String summary) {
        moment("at the end of " + summary);
    }

    @Override
    public void note(String text) {
        // Notes come on any thread.
    }

    private void moment(String when) {
        misfortune.mayKill(when);
        if (misfortune.happens("interruption " + when)) {
            Thread.currentThread().interrupt();
        }
    }
}
