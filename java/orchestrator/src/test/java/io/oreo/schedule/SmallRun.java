package io.oreo.schedule;

import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.run.Journal;
import io.oreo.run.RunListener;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.store.RunFolder;
import io.oreo.store.RunStore;
import io.oreo.task.Task;
import io.oreo.task.Tasks;
import io.oreo.testing.CorridorTask;
import io.oreo.testing.InlinePool;
import io.oreo.testing.Letters;
import io.oreo.testing.Script;
import io.oreo.testing.SmallModel;
import io.oreo.testing.SmallWorker;
import io.oreo.testing.SumsTask;
import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole run that takes no time: a small task and small workers in this process.
 *
 * @param kind what is learned
 * @param settings every number of it
 */
public record SmallRun(Kind kind, RunSettings settings) {

    /** A kind of run. */
    public enum Kind {
        /** Answers, with rollouts, searches and probes. */
        SUMS,
        /** Games. */
        CORRIDOR,
        /** Given trajectories. */
        IMPORTED
    }

    /**
     * A run.
     *
     * @param dataset where an imported dataset lies; see {@link #importInto}
     */
    public static SmallRun of(Kind kind, int iterations, long seed, Path dataset) {
        return new SmallRun(kind, SmallSettings.of(kind, iterations, seed, dataset));
    }

    /** A worker that knows the lines of this run. */
    public Worker worker() {
        return new SmallWorker(
                kind == Kind.CORRIDOR ? new Script.Walks() : new Script.Sums(), List.of("oreo"));
    }

    /** The run on workers, in a folder, with a store. */
    public RunContext context(
            RunFolder folder, RunStore store, RunContext.Pools pools, RunListener listener) {
        return new RunContext(
                Plan.of(
                        settings,
                        Map.of("seed", Long.toString(settings.seed())),
                        task(),
                        new SmallMethods(),
                        listener::note),
                Journal.open(folder, store),
                pools,
                listener);
    }

    /** The run on one worker that never fails. */
    public RunContext context(RunFolder folder, RunStore store) {
        WorkerPool pool = new InlinePool(worker());
        return context(folder, store, pools(pool, pool), SILENT);
    }

    private Task task() {
        return switch (kind) {
            case SUMS -> new SumsTask();
            case CORRIDOR -> new CorridorTask();
            case IMPORTED ->
                    Tasks.create(
                            "imported",
                            settings.task().data(),
                            Map.of(),
                            () -> {
                                throw new IllegalStateException("no task of Python is asked for");
                            });
        };
    }

    /** Two pools. */
    public static RunContext.Pools pools(WorkerPool rollouts, WorkerPool training) {
        return new RunContext.Pools() {
            @Override
            public WorkerPool rollouts() {
                return rollouts;
            }

            @Override
            public WorkerPool training() {
                return training;
            }
        };
    }

    /** Makes a dataset of two shards, correct and incorrect sums, and the model it is for. */
    public static void importInto(Path dataset) {
        new SmallModel(0.5, "given").write(dataset.resolve("model"));
        List<ShardInfo> shards = new ArrayList<>();
        for (int shard = 0; shard < 2; shard++) {
            List<Trajectory> rows = new ArrayList<>();
            for (int row = 0; row < 4; row++) {
                rows.add(given(4 * shard + row));
            }
            Path file = dataset.resolve("shard-%d.parquet".formatted(shard));
            shards.add(TrajectoryShards.write(rows, file));
        }
        new DatasetManifest("letters", shards).write(dataset);
    }

    /** A sum, correct where the number is even. */
    private static Trajectory given(int number) {
        int sum = number / 2 + 2 + number % 2;
        IntVector prompt = Letters.prompt("%d+2\n".formatted(number / 2));
        IntVector answer = IntVector.of(("" + sum).chars().toArray()).plus(IntVector.of(0));
        Trajectory ungraded =
                new Trajectory(
                        "given-" + number,
                        new ProblemId("sum-" + number / 2),
                        Origin.IMPORT,
                        Optional.empty(),
                        new TokenSequence(
                                prompt.plus(answer),
                                ActionMask.afterPrompt(prompt.size(), answer.size()),
                                IntVector.of(prompt.size() + answer.size()),
                                List.of(),
                                Optional.empty()),
                        "" + sum,
                        Optional.empty(),
                        0,
                        FinishReason.END_TOKEN,
                        new Outcome.Ungraded(),
                        "letters");
        return number % 2 == 0
                ? ungraded.graded(new Outcome.Graded(new Verdict.Correct("", "given"), 1, "given"))
                : ungraded.graded(
                        new Outcome.Graded(new Verdict.Incorrect("", "given"), 0, "given"));
    }

    /** Tells nobody. */
    public static final RunListener SILENT =
            new RunListener() {
                @Override
                public void started(String what, String unit, long done, long total) {}

                @Override
                public void advanced(long done, String detail) {}

                @Override
                public void finished(String summary) {}

                @Override
                public void note(String text) {}
            };
}
