package io.oreo.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.schedule.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker process that belongs to no run; it ends with this program. */
public final class LoneWorker implements AutoCloseable {

    private static final int TOKEN_BYTES = 32;
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final Thread hook;
    private final Path tokenFile;
    private final int port;

    /**
     * Where a worker listens and computes.
     *
     * @param host address to listen on
     * @param port 0 takes a free one
     * @param device auto, cpu or cuda
     * @param threads threads of a tensor operation; 0 leaves it to PyTorch
     */
    public record Place(String host, int port, String device, int threads) {}

    private LoneWorker(Process process, Thread hook, Path tokenFile, int port) {
        this.process = process;
        this.hook = hook;
        this.tokenFile = tokenFile;
        this.port = port;
    }

    /**
     * Starts a worker and waits until it answers; its log goes to standard error.
     *
     * @param tokenFile file with the secret; null makes one that only this user can read
     * @throws RunException if it does not come up; it has said why
     */
    public static LoneWorker start(Home home, Place place, @Nullable Path tokenFile)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("oreo-worker-");
        Path token = tokenFile == null ? newToken(folder) : tokenFile.toAbsolutePath();
        Path ready = folder.resolve("ready.json");
        Process process = process(home, place, token, ready).start();
        Thread hook = new Thread(process::destroy, "stop-worker");
        Runtime.getRuntime().addShutdownHook(hook);
        while (!Files.exists(ready)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new RunException(
                        ("the worker ended with status %d before it was ready; what it "
                                        + "said stands above")
                                .formatted(process.exitValue()));
            }
        }
        int port = new ObjectMapper().readTree(ready.toFile()).path("port").asInt();
        return new LoneWorker(process, hook, token, port);
    }

    private static ProcessBuilder process(Home home, Place place, Path token, Path ready) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                home.python().toString(),
                                "-m",
                                "oreo_worker",
                                "--ready-file",
                                ready.toString(),
                                "--listen",
                                place.host(),
                                "--port",
                                Integer.toString(place.port()),
                                "--device",
                                place.device(),
                                "--threads",
                                Integer.toString(place.threads()),
                                "--token-file",
                                token.toString(),
                                "--exit-with-parent"));
        builder.environment().put("PYTHONPATH", home.pythonPath());
        return builder.inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE);
    }

    private static Path newToken(Path folder) throws IOException {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        Path file = folder.resolve("token");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, HexFormat.of().formatHex(secret));
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** File with the secret that calls must carry. */
    public Path tokenFile() {
        return tokenFile;
    }

    /** Waits for the worker's end and gives its exit status. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the worker to end. */
    @Override
    public void close() {
        process.destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException onTheWayOut) {
            // The hook does the same.
            process.destroy();
        }
    }
}
