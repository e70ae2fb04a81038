package io.oreo.app;

import io.oreo.worker.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A worker process that belongs to no run; it ends with this program. */
public final class LoneWorker implements AutoCloseable {

    private final WorkerProcess worker;
    private final Thread hook;
    private final Path tokenFile;

    /**
     * Where a worker listens and computes.
     *
     * @param host address to listen on
     * @param port 0 takes a free one
     * @param device auto, cpu or cuda
     * @param threads threads of a tensor operation; 0 leaves it to PyTorch
     */
    public record Place(String host, int port, String device, int threads) {}

    private LoneWorker(WorkerProcess worker, Path tokenFile) {
        this.worker = worker;
        this.hook = new Thread(worker::stop, "stop-worker");
        this.tokenFile = tokenFile;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a worker and waits until it answers; its log goes to standard error.
     *
     * @param tokenFile file with the secret; null makes one that only this user can read
     * @throws io.oreo.worker.WorkerException if it does not come up; it has said why
     */
    public static LoneWorker start(Home home, Place place, @Nullable Path tokenFile)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("oreo-worker-");
        Path token = tokenFile == null ? newToken(folder) : tokenFile.toAbsolutePath();
        List<String> options =
                List.of(
                        "--listen",
                        place.host(),
                        "--port",
                        Integer.toString(place.port()),
                        "--device",
                        place.device(),
                        "--threads",
                        Integer.toString(place.threads()),
                        "--token-file",
                        token.toString());
        WorkerProcess.Launch launch =
                new WorkerProcess.Launch(
                        "alone",
                        home.python(),
                        home.pythonPath(),
                        options,
                        Map.of(),
                        folder.resolve("ready.json"),
                        Optional.empty());
        return new LoneWorker(WorkerProcess.start(launch), token);
    }

    private static Path newToken(Path folder) throws IOException {
        Path file = folder.resolve("token");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, WorkerProcess.token());
    }

    /** Where it listens. */
    public int port() {
        return worker.port();
    }

    /** File with the secret that calls must carry. */
    public Path tokenFile() {
        return tokenFile;
    }

    /** Waits for the worker's end and gives its exit status. */
    public int await() throws InterruptedException {
        return worker.await();
    }

    /** Asks the worker to end. */
    @Override
    public void close() {
        worker.stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException onTheWayOut) {
            // The hook does the same.
            worker.stop();
        }
    }
}
