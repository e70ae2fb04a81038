package io.oreo.worker.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A worker process that answers calls: the one way to start one. It says its port in a file when it
 * is ready, and ends when its standard input closes, which it does when we die.
 */
public final class WorkerProcess {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final int TOKEN_BYTES = 32;
    private static final int KILLED_BY_SIGNAL = 128;

    private final Process process;
    private final int port;
    private final Optional<LogTail> log;

    /**
     * How a worker is started.
     *
     * @param name what messages call it
     * @param python interpreter with the worker's packages
     * @param pythonPath folders with the worker's code, and with plug-ins
     * @param options of the worker's command line, beyond those that all have
     * @param environment variables that it gets beyond ours
     * @param ready file in which it says its port; it is removed when it was read
     * @param log file that its output is appended to; without one it writes to our streams
     */
    public record Launch(
            String name,
            Path python,
            List<Path> pythonPath,
            List<String> options,
            Map<String, String> environment,
            Path ready,
            Optional<Path> log) {
        public Launch {
            pythonPath = List.copyOf(pythonPath);
            options = List.copyOf(options);
            environment = Map.copyOf(environment);
        }
    }

    private WorkerProcess(Process process, int port, Optional<LogTail> log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts a worker and waits until it answers.
     *
     * @throws WorkerException if it does not come up; the message quotes its last words, or says
     *     that they stand above
     */
    public static WorkerProcess start(Launch launch) throws InterruptedException {
        Optional<LogTail> log = launch.log().map(LogTail::from);
        Process process = begin(launch);
        try {
            return new WorkerProcess(process, awaitPort(process, launch.ready(), log), log);
        } catch (InterruptedException | RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** A new secret, as text. */
    public static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Process begin(Launch launch) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                launch.python().toString(),
                                "-m",
                                "oreo_worker",
                                "--ready-file",
                                launch.ready().toString(),
                                "--exit-with-parent"));
        command.addAll(launch.options());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(launch.environment());
        PythonPath.putInto(builder.environment(), launch.pythonPath());
        try {
            if (launch.log().isPresent()) {
                Files.createDirectories(launch.log().get().toAbsolutePath().getParent());
                builder.redirectErrorStream(true);
                builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(launch.log().get().toFile()));
            } else {
                builder.inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE);
            }
            Files.deleteIfExists(launch.ready());
            return builder.start();
        } catch (IOException failed) {
            throw new WorkerException(
                    new WorkerFailure.Internal(
                            "Worker %s cannot be started with %s (%s); run make setup."
                                    .formatted(launch.name(), launch.python(), failed.getMessage()),
                            false),
                    failed);
        }
    }

    private static int awaitPort(Process process, Path ready, Optional<LogTail> log)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(START);
        while (!Files.exists(ready)) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw diedEarly(process.exitValue(), lastWords(log));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new WorkerException(
                        new WorkerFailure.DeadlineExceeded(
                                "A worker was not ready after %d minutes; its last words: %s"
                                        .formatted(START.toMinutes(), lastWords(log))));
            }
        }
        try {
            JsonNode facts = JSON.readTree(Files.readString(ready));
            Files.delete(ready);
            return facts.path("port").asInt();
        } catch (JsonProcessingException damaged) {
            throw new WorkerException(
                    new WorkerFailure.Internal(
                            "The worker's ready file %s is no JSON.".formatted(ready), false),
                    damaged);
        } catch (IOException unreadable) {
            throw new WorkerException(
                    new WorkerFailure.Internal(
                            "The worker's ready file %s cannot be read.".formatted(ready), false),
                    unreadable);
        }
    }

    private static String lastWords(Optional<LogTail> log) {
        return log.map(LogTail::lines).orElse("what it said stands above");
    }

    /** A worker that was killed may be started again; one that refused to run will refuse again. */
    private static WorkerException diedEarly(int status, String lastWords) {
        String message =
                "A worker ended with status %d before it was ready: %s"
                        .formatted(status, lastWords);
        return new WorkerException(
                status > KILLED_BY_SIGNAL
                        ? new WorkerFailure.Unavailable(message)
                        : new WorkerFailure.Internal(message, false));
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** What it said last. */
    String lastWords() {
        return lastWords(log);
    }

    /** Waits for its end and gives its exit status. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks it to end, and does not wait. */
    public void stop() {
        process.destroy();
    }

    /** Ends it and waits, by force if need be. */
    void end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException pipeIsGone) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
