package io.oreo.schedule;

import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the trajectories of a run back, checked against the digests in its log. */
final class Rollouts {

    private Rollouts() {}

    /** All graded rollouts that an author sampled in an iteration, in the order of the plan. */
    static List<Trajectory> of(RunContext run, int iteration, String author) {
        List<Trajectory> all = new ArrayList<>();
        for (RunEvent.GradesStored stored :
                Chains.batchesOf(
                        run.settings(),
                        iteration,
                        author,
                        List.copyOf(run.state().grades(iteration).values()))) {
            all.addAll(read(run, stored.shard(), stored.digest()));
        }
        return List.copyOf(all);
    }

    /** The demonstrations. */
    static List<Trajectory> demonstrations(RunContext run) {
        RunEvent.DemonstrationsStored stored = run.state().demonstrations().orElseThrow();
        return read(run, stored.shard(), stored.digest());
    }

    /** A shard that an event names. */
    static List<Trajectory> read(RunContext run, String shard, String digest) {
        Path file = run.folder().resolve(shard);
        try {
            long bytes = Files.exists(file) ? Files.size(file) : 0;
            return TrajectoryShards.read(new ShardInfo(file, 0, digest, bytes));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
