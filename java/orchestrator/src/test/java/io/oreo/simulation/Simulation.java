package io.oreo.simulation;

import io.oreo.schedule.RunContext;
import io.oreo.schedule.Runner;
import io.oreo.schedule.SmallRun;
import io.oreo.schedule.SmallRun.Kind;
import io.oreo.store.RunFolder;
import io.oreo.store.RunStore;
import io.oreo.store.RunStores;
import io.oreo.store.StoreException;
import io.oreo.testing.MemoryStore;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerDescription;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import io.oreo.worker.process.SupervisedPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the product until it is done, whatever happens to it, and looks whether it did what a run
 * does that nothing happens to. Each life of the program knows only what lies on disk; a person
 * starts the next one, and misfortune grows tired.
 */
final class Simulation {

    private static final int LIVES_MAX = 40;
    private static final int QUIET_FROM = 12;

    private final Path runs;
    private final Path dataset;
    private final Map<SmallRun, RunRecord> undisturbed = new ConcurrentHashMap<>();
    private final AtomicInteger undisturbedRuns = new AtomicInteger();

    /** Simulates in a folder. */
    Simulation(Path runs) {
        this.runs = runs;
        this.dataset = runs.resolve("data");
        SmallRun.importInto(dataset);
    }

    /** What a seed decides before a run begins. */
    private record Plan(SmallRun run, int workers, boolean database, double rate) {}

    private Plan plan(Seed seed) {
        SplittableRandom draw = seed.child("plan").random();
        int kind = draw.nextInt(8);
        SmallRun run =
                kind < 5
                        ? SmallRun.of(Kind.SUMS, kind == 0 ? 2 : 1, 1 + draw.nextInt(2), dataset)
                        : SmallRun.of(kind < 7 ? Kind.CORRIDOR : Kind.IMPORTED, 1, 1, dataset);
        return new Plan(run, 1 + draw.nextInt(2), draw.nextInt(8) == 0, 0.1 * draw.nextDouble());
    }

    /**
     * One simulation.
     *
     * @throws AssertionError if an invariant broke, with the command that repeats it
     */
    Outcome run(long number) {
        try {
            return new Disturbed(number).run();
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(
                    "%s; again by: make simulate SEED=%d".formatted(broken.getMessage(), number),
                    broken);
        }
    }

    /** What happened: how often the program was started, and which errors ended it. */
    record Outcome(int lives, List<String> errors) {}

    private RunRecord undisturbed(SmallRun run) {
        return undisturbed.computeIfAbsent(
                run,
                _ -> {
                    MemoryStore memory = new MemoryStore(new SimulatedClock());
                    String name = "undisturbed-" + undisturbedRuns.incrementAndGet();
                    try (RunFolder folder = RunFolder.open(runs, name)) {
                        RunStore store = memory.opened();
                        new Runner(run.context(folder, store)).complete();
                        return RunRecord.of(store);
                    } catch (InterruptedException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                });
    }

    /** One run and all its lives. */
    private final class Disturbed {
        private final Seed seed;
        private final Plan plan;
        private final String name;
        private final SimulatedClock clock = new SimulatedClock();
        private final MemoryStore memory = new MemoryStore(clock);
        private final List<RunStore.EventRow> acknowledged = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();

        Disturbed(long number) {
            this.seed = new Seed(number);
            this.plan = plan(seed);
            this.name = "run-" + number;
        }

        Outcome run() {
            RunRecord expected = undisturbed(plan.run());
            for (int life = 1; life <= LIVES_MAX; life++) {
                double rate = life < QUIET_FROM ? plan.rate() / life : 0;
                Misfortune misfortune = new Misfortune(seed.child("life").child(life), rate);
                try (RunFolder folder = RunFolder.open(runs, name);
                        RunStore store = open(folder)) {
                    RunRecord.requireAll(acknowledged, store.events());
                    Unfinished.tear(folder.path(), store.events(), seed.child("torn").child(life));
                    if (live(folder, new FailingStore(store, misfortune, acknowledged))) {
                        expected.require(store, folder.path());
                        return new Outcome(life, List.copyOf(errors));
                    }
                }
            }
            throw new AssertionError("the run does not end: " + errors);
        }

        private RunStore open(RunFolder folder) {
            return plan.database() ? RunStores.open(folder, "") : memory.opened();
        }

        /** One life of the program; whether the run is done. */
        private boolean live(RunFolder folder, FailingStore store) {
            Misfortune misfortune = store.misfortune();
            SimulatedWorkers workers = new SimulatedWorkers(plan.run().worker(), misfortune, clock);
            try {
                work(folder, store, workers);
                requireEnded(workers);
                return true;
            } catch (Killed killed) {
                errors.add(killed.getMessage());
            } catch (InterruptedException asked) {
                errors.add("interrupted");
                requireEnded(workers);
            } catch (WorkerException failed) {
                requireKnown(failed.failure());
                errors.add(failed.getMessage());
                requireEnded(workers);
            } catch (StoreException failed) {
                errors.add(failed.getMessage());
                requireEnded(workers);
            }
            // Whatever flag the thread had died with the program.
            boolean flagged = Thread.interrupted();
            errors.add(flagged ? "(with its thread interrupted)" : "(again)");
            return false;
        }

        private void work(RunFolder folder, FailingStore store, SimulatedWorkers workers)
                throws InterruptedException {
            WatchedRun listener = new WatchedRun(store.misfortune());
            try (SupervisedPool pool =
                    SupervisedPool.start(
                            workers,
                            workers,
                            plan.workers(),
                            new SupervisedPool.Patience(3, clock),
                            listener::note)) {
                RunContext context =
                        plan.run().context(folder, store, SmallRun.pools(pool, pool), listener);
                WorkerDescription who = pool.call(Worker::describe);
                Runner.join(context.journal(), who, listener);
                new Runner(context).complete();
            }
        }

        /** No worker outlives its program, unless the program was killed. */
        private static void requireEnded(SimulatedWorkers workers) {
            if (!workers.ends().stream().allMatch(ends -> ends == 1)) {
                throw new AssertionError("lives of workers ended so often: " + workers.ends());
            }
        }

        /** The errors with which a run may end, because somebody else is to blame. */
        private static void requireKnown(WorkerFailure failure) {
            boolean known =
                    failure instanceof WorkerFailure.Unavailable
                            || failure instanceof WorkerFailure.DeadlineExceeded
                            || failure instanceof WorkerFailure.Internal;
            if (!known) {
                throw new AssertionError("a worker's failure that nobody caused: " + failure);
            }
        }
    }
}
