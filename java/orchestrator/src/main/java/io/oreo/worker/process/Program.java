package io.oreo.worker.process;

import java.io.IOException;
import java.util.List;

/** Runs another program to its end. It ends with this one. */
public final class Program {

    private Program() {}

    /** What becomes of a program's streams. */
    public enum Streams {
        /** They are this program's own. */
        SHARED,
        /** Its complaints appear among this program's; what else it prints is dropped. */
        COMPLAINTS
    }

    /**
     * Runs a program.
     *
     * @param command the program and its arguments
     * @return its exit status
     * @throws IOException if it cannot be started
     */
    public static int run(List<String> command, Streams streams)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        switch (streams) {
            case SHARED -> builder.inheritIO();
            case COMPLAINTS ->
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Process process = builder.start();
        Thread ending = new Thread(process::destroy, "end of " + command.getFirst());
        Runtime.getRuntime().addShutdownHook(ending);
        int status = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        return status;
    }
}
