package io.oreo.app;

import io.oreo.worker.WorkerPool;
import io.oreo.worker.grpc.Deadlines;
import io.oreo.worker.grpc.GrpcConnector;
import io.oreo.worker.process.LocalWorkers;
import io.oreo.worker.process.LocalWorkers.Role;
import io.oreo.worker.process.SupervisedPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Local workers of a command that belongs to no run. */
public final class SideWorkers {

    private static final int ATTEMPTS = 3;

    private SideWorkers() {}

    /**
     * Starts one worker on the processor.
     *
     * @param name what it is for; names its log, which lies in a new folder among the system's
     *     temporary ones
     * @param role what it serves
     * @param notes hears what happens to it
     */
    public static WorkerPool start(Home home, String name, Role role, Consumer<String> notes) {
        return SupervisedPool.start(
                new LocalWorkers(
                        new LocalWorkers.Settings(
                                home.python(), home.pythonPath(), name, "cpu", 1, logs(name)),
                        role),
                new GrpcConnector(Deadlines.USUAL),
                1,
                ATTEMPTS,
                notes);
    }

    private static Path logs(String name) {
        try {
            return Files.createTempDirectory("oreo-" + name + "-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
