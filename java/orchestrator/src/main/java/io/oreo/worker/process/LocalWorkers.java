package io.oreo.worker.process;

import io.oreo.worker.WorkerAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Worker processes on this machine. Each gets a random token, listens on loopback, writes its log
 * into the run's folder and ends when its standard input closes, which it does when we die.
 */
public final class LocalWorkers implements WorkerSource {

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
        String token = WorkerProcess.token();
        String name = settings.name() + "-" + slot;
        WorkerProcess process =
                WorkerProcess.start(
                        new WorkerProcess.Launch(
                                name,
                                settings.python(),
                                settings.pythonPath(),
                                options(),
                                Map.of("OREO_WORKER_TOKEN", token),
                                settings.logFolder().resolve("." + name + ".ready"),
                                Optional.of(settings.logFolder().resolve(name + ".log"))));
        return new LocalLife(process, new WorkerAddress("127.0.0.1", process.port(), token));
    }

    private List<String> options() {
        return List.of(
                "--role",
                role.name().toLowerCase(Locale.ROOT),
                "--device",
                settings.device(),
                "--threads",
                Integer.toString(settings.threads()));
    }

    private record LocalLife(WorkerProcess process, WorkerAddress address) implements Life {

        @Override
        public String lastWords() {
            return process.lastWords();
        }

        @Override
        public boolean ours() {
            return true;
        }

        @Override
        public void end() {
            process.end();
        }
    }
}
