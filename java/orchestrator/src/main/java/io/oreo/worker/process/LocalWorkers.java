package io.oreo.worker.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Worker processes on this machine. Each gets a random token, listens on loopback, writes its log
 * into the run's folder and ends when its standard input closes, which it does when we die.
 */
public final class LocalWorkers implements WorkerSource {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final int TOKEN_BYTES = 32;
    private static final int KILLED_BY_SIGNAL = 128;

    private final Settings settings;
    private final Role role;

    /** Workers that hold models. */
    public LocalWorkers(Settings settings) {
        this(settings, Role.MODELS);
    }

    public LocalWorkers(Settings settings, Role role) {
        this.settings = settings;
        this.role = role;
    }

    /** What a worker serves. */
    public enum Role {
        /** Everything the protocol has. */
        MODELS,
        /** Comparing answers alone; such a worker needs no PyTorch and is there in a second. */
        GRADING
    }

    /**
     * How a worker is started.
     *
     * @param python interpreter with the worker's packages
     * @param pythonPath folders with the worker's code, and with plug-ins
     * @param name what the workers are for; names their logs
     * @param device auto, cpu or cuda
     * @param threads threads of a tensor operation; 0 leaves it to the libraries
     * @param logFolder where logs go
     */
    public record Settings(
            Path python,
            List<Path> pythonPath,
            String name,
            String device,
            int threads,
            Path logFolder) {
        public Settings {
            pythonPath = List.copyOf(pythonPath);
        }
    }

    @Override
    public Life begin(int slot) throws InterruptedException {
        String token = token();
        Path log = settings.logFolder().resolve("%s-%d.log".formatted(settings.name(), slot));
        Path ready = settings.logFolder().resolve(".%s-%d.ready".formatted(settings.name(), slot));
        LogTail tail = LogTail.from(log);
        Process process = launch(slot, token, log, ready);
        try {
            int port = awaitPort(process, ready, tail);
            return new LocalLife(process, new WorkerAddress("127.0.0.1", port, token), tail);
        } catch (InterruptedException | RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private Process launch(int slot, String token, Path log, Path ready) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        settings.python().toString(),
                        "-m",
                        "oreo_worker",
                        "--ready-file",
                        ready.toString(),
                        "--role",
                        role.name().toLowerCase(Locale.ROOT),
                        "--device",
                        settings.device(),
                        "--threads",
                        Integer.toString(settings.threads()),
                        "--exit-with-parent");
        builder.environment().put("OREO_WORKER_TOKEN", token);
        PythonPath.putInto(builder.environment(), settings.pythonPath());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Files.createDirectories(settings.logFolder());
            Files.deleteIfExists(ready);
            return builder.start();
        } catch (IOException failed) {
            throw new WorkerException(
                    new WorkerFailure.Internal(
                            "Worker %s-%d cannot be started with %s (%s); run make setup."
                                    .formatted(
                                            settings.name(),
                                            slot,
                                            settings.python(),
                                            failed.getMessage()),
                            false),
                    failed);
        }
    }

    private int awaitPort(Process process, Path ready, LogTail log) throws InterruptedException {
        Instant deadline = Instant.now().plus(START);
        while (!Files.exists(ready)) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw diedEarly(process.exitValue(), log.lines());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new WorkerException(
                        new WorkerFailure.DeadlineExceeded(
                                "A worker was not ready after %d minutes; its last words: %s"
                                        .formatted(START.toMinutes(), log.lines())));
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

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private record LocalLife(Process process, WorkerAddress address, LogTail log) implements Life {

        @Override
        public String lastWords() {
            return log.lines();
        }

        @Override
        public boolean ours() {
            return true;
        }

        @Override
        public void end() {
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
}
