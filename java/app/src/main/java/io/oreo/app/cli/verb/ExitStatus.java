package io.oreo.app.cli.verb;

/** What the program's exit status says. */
public final class ExitStatus {

    public static final int SUCCESS = 0;

    /** The work failed. */
    public static final int FAILURE = 1;

    /** The command or its configuration cannot be used. */
    public static final int USAGE = 2;

    /** Stopped from outside; it can go on. */
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
