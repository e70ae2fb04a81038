package io.oreo.simulation;

/** The program is killed here: whatever it held in memory is gone. */
final class Killed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Killed(String where) {
        super("killed " + where);
    }
}
