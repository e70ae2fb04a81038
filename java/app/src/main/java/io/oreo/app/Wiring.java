package io.oreo.app;

import io.oreo.alfworld.AlfworldTask;
import io.oreo.alfworld.cli.MadeGames;
import io.oreo.app.config.RunConfiguration;
import io.oreo.app.config.SettingsText;
import io.oreo.environment.grpc.RemoteEnvironment;
import io.oreo.run.Journal;
import io.oreo.run.RunListener;
import io.oreo.run.RunState;
import io.oreo.run.Stage;
import io.oreo.schedule.Plan;
import io.oreo.schedule.RunContext;
import io.oreo.schedule.Runner;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.schedule.settings.WorkerSettings;
import io.oreo.store.RunFolder;
import io.oreo.store.RunStore;
import io.oreo.store.RunStores;
import io.oreo.store.StoreException;
import io.oreo.task.KnownTask;
import io.oreo.task.RemoteTask;
import io.oreo.task.Task;
import io.oreo.task.Tasks;
import io.oreo.worker.WorkerPool;
import io.oreo.worker.grpc.Deadlines;
import io.oreo.worker.grpc.GrpcConnector;
import io.oreo.worker.process.LocalWorkers;
import io.oreo.worker.process.RemoteWorkers;
import io.oreo.worker.process.SupervisedPool;
import io.oreo.worker.process.WorkerSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the rooms together for one run: the only place that knows all of them. */
public final class Wiring implements AutoCloseable {

    /** The tasks that run files can name. One of your own is one more line. */
    public static final Tasks TASKS =
            Tasks.OWN.and(
                    AlfworldTask.known(MadeGames::new),
                    RemoteTask.known(terms -> RemoteEnvironment.connect(terms)));

    /** Reads run files, with the tasks and the methods that there are. */
    public static RunConfiguration configuration(Home home) {
        return new RunConfiguration(TASKS, home.methods());
    }

    private final RunFolder folder;
    private final RunStore store;
    private final LazyPools pools;
    private final RunContext context;

    private Wiring(Home home, RunFolder folder, RunStore store, Request request) {
        this.folder = folder;
        this.store = store;
        Journal journal = Journal.open(folder, store);
        this.pools = new LazyPools(home, folder, journal, request);
        RunSettings settings = request.settings();
        Task task =
                TASKS.create(
                        settings.task().name(),
                        new KnownTask.Request(
                                home.root(),
                                settings.task().data(),
                                settings.task().options(),
                                pools::rollouts));
        this.context =
                new RunContext(
                        Plan.of(
                                settings,
                                SettingsText.byKey(settings),
                                task,
                                home.methods(),
                                request.listener()::note),
                        journal,
                        pools,
                        request.listener());
    }

    private record Request(RunSettings settings, RunListener listener) {}

    /**
     * Opens a run, new or begun.
     *
     * @param runs folder of the runs
     * @throws StoreException if it is in use, or was made with another configuration
     */
    public static Wiring open(Home home, Path runs, RunSettings settings, RunListener listener) {
        RunFolder folder = RunFolder.open(runs, settings.name());
        try {
            if (folder.begun()) {
                RunSettings made = configuration(home).readResolved(folder.configuration());
                if (!guarded(made).equals(guarded(settings)) && !hasModel(folder, made)) {
                    listener.note(
                            "Run %s had come to nothing yet, so it begins anew with these settings."
                                    .formatted(settings.name()));
                    folder.beginAnew();
                } else {
                    RunFolder.requireEqual(folder.path(), guarded(made), guarded(settings));
                }
            }
            RunStore store = RunStores.open(folder, settings.store().url());
            try {
                Wiring wiring = new Wiring(home, folder, store, new Request(settings, listener));
                wiring.checkTask();
                if (!folder.begun()) {
                    folder.write("run.toml", SettingsText.toml(settings));
                }
                folder.markLatest();
                return wiring;
            } catch (RuntimeException failed) {
                store.close();
                throw failed;
            }
        } catch (RuntimeException failed) {
            folder.close();
            throw failed;
        }
    }

    /** Whether a run came as far as a model; before that its settings bind nobody. */
    private static boolean hasModel(RunFolder folder, RunSettings made) {
        try (RunStore store = RunStores.open(folder, made.store().url())) {
            return Journal.open(folder, store).state().startModel().isPresent();
        }
    }

    /** Settings that results depend on. Where data and workers are is no such setting. */
    private static Map<String, String> guarded(RunSettings settings) {
        Map<String, String> keys = new TreeMap<>(SettingsText.byKey(settings));
        TASKS.named(settings.task().name()).stream()
                .flatMap(task -> task.places().stream())
                .forEach(option -> keys.remove("task.options." + option));
        keys.keySet()
                .removeIf(
                        key ->
                                key.startsWith("workers.")
                                        || key.startsWith("store.")
                                        || key.startsWith("compare.")
                                        || key.equals("task.data")
                                        || key.equals("name"));
        return keys;
    }

    /** The task's data may have changed under the same settings. */
    private void checkTask() {
        RunState state = context.journal().state();
        if (state.stage() == Stage.DONE) {
            return;
        }
        state.settingsDigest()
                .filter(made -> !made.equals(context.plan().task().fingerprint()))
                .ifPresent(
                        made -> {
                            throw new StoreException(
                                    ("The task of run %s is no longer the one it began with: its"
                                         + " data files or its generator changed. Bring them back,"
                                         + " or give the new run a name of its own (--set"
                                         + " name=NAME).")
                                            .formatted(folder.path()));
                        });
    }

    /** What the phases of the run work with. */
    public RunContext context() {
        return context;
    }

    /** Who carries it on. */
    public Runner runner() {
        return new Runner(context);
    }

    @Override
    public void close() {
        try {
            context.plan().task().close();
            pools.close();
        } finally {
            try {
                store.close();
            } finally {
                folder.close();
            }
        }
    }

    /** Pools that start when they are first asked for. Used by one thread. */
    private static final class LazyPools implements RunContext.Pools, AutoCloseable {

        private final Home home;
        private final RunFolder folder;
        private final Journal journal;
        private final Request request;
        private @Nullable WorkerPool rollouts;
        private @Nullable WorkerPool training;

        LazyPools(Home home, RunFolder folder, Journal journal, Request request) {
            this.home = home;
            this.folder = folder;
            this.journal = journal;
            this.request = request;
        }

        @Override
        public synchronized WorkerPool rollouts() {
            if (rollouts == null) {
                WorkerSettings workers = request.settings().workers();
                rollouts = start("rollout", workers.rolloutProcesses(), workers.rolloutThreads());
            }
            return rollouts;
        }

        @Override
        public synchronized WorkerPool training() {
            WorkerSettings workers = request.settings().workers();
            if (workers.oneForAll()) {
                return rollouts();
            }
            if (training == null) {
                training = start("training", 1, workers.trainThreads());
            }
            return training;
        }

        private WorkerPool start(String name, int size, int threads) {
            WorkerSettings workers = request.settings().workers();
            RunListener listener = request.listener();
            boolean local = workers.addresses().isEmpty();
            WorkerPool pool =
                    SupervisedPool.start(
                            local ? local(name, threads) : remote(workers),
                            new GrpcConnector(Deadlines.USUAL),
                            local ? size : workers.addresses().size(),
                            workers.attempts(),
                            listener::note);
            Runner.join(journal, pool.call(worker -> worker.describe()), listener);
            return pool;
        }

        private WorkerSource local(String name, int threads) {
            return new LocalWorkers(
                    new LocalWorkers.Settings(
                            home.python(),
                            home.pythonPath(),
                            name,
                            request.settings().workers().device(),
                            threads,
                            folder.logs()));
        }

        private static WorkerSource remote(WorkerSettings workers) {
            return RemoteWorkers.of(workers.addresses(), Path.of(workers.tokenFile()));
        }

        @Override
        public synchronized void close() {
            if (rollouts != null) {
                rollouts.close();
            }
            if (training != null) {
                training.close();
            }
        }
    }
}
