package io.oreo.schedule;

import static java.util.Objects.requireNonNull;

import io.oreo.dataset.GradeShards;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the trajectories of a run back, checked against the digests in its log. */
final class Rollouts {

    /** How earlier versions called shards that held graded rollouts a second time. */
    private static final String WHOLE = "/graded-";

    private Rollouts() {}

    /** All graded rollouts that an author sampled in an iteration, in the order of the plan. */
    static List<Trajectory> of(
            RunSettings settings, Journal journal, int iteration, String author) {
        List<Trajectory> all = new ArrayList<>();
        for (RunEvent.GradesStored stored :
                Chains.batchesOf(
                        settings,
                        iteration,
                        author,
                        List.copyOf(journal.state().grades(iteration).values()))) {
            all.addAll(graded(journal, stored));
        }
        return List.copyOf(all);
    }

    /** A batch with its grades, which stand beside it, or in it if it was never graded anew. */
    private static List<Trajectory> graded(Journal journal, RunEvent.GradesStored grades) {
        RunEvent.RolloutsStored rollouts =
                requireNonNull(
                        journal.state().rollouts(grades.iteration()).get(grades.batch()),
                        "grades without rollouts");
        boolean whole = grades.shard().equals(rollouts.shard()) || grades.shard().contains(WHOLE);
        return whole
                ? read(journal, grades.shard(), grades.digest())
                : GradeShards.read(
                        read(journal, rollouts.shard(), rollouts.digest()),
                        info(journal, grades.shard(), grades.digest()));
    }

    /** The demonstrations. */
    static List<Trajectory> demonstrations(Journal journal) {
        RunEvent.DemonstrationsStored stored = journal.state().demonstrations().orElseThrow();
        return read(journal, stored.shard(), stored.digest());
    }

    /** A shard that an event names. */
    static List<Trajectory> read(Journal journal, String shard, String digest) {
        return TrajectoryShards.read(info(journal, shard, digest));
    }

    private static ShardInfo info(Journal journal, String shard, String digest) {
        Path file = journal.folder().resolve(shard);
        try {
            long bytes = Files.exists(file) ? Files.size(file) : 0;
            return new ShardInfo(file, 0, digest, bytes);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
