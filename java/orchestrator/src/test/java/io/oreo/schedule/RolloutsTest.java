package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.run.RunEvent;
import io.oreo.run.Stage;
import io.oreo.store.RunFolder;
import io.oreo.testing.MemoryStore;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of earlier versions hold their graded rollouts as whole shards. */
class RolloutsTest {

    @TempDir private Path folder;

    @Test
    void wholeGradedShardsAreReadBesideGrades() throws InterruptedException {
        SmallRun small = SmallRun.of(SmallRun.Kind.SUMS, 1, 1, folder.resolve("data"));
        try (RunFolder files = RunFolder.open(folder, "run")) {
            RunContext run = small.context(files, new MemoryStore(Instant::now).opened());
            new Runner(run).run(state -> state.stage() == Stage.GRADING);
            RunEvent.RolloutsStored first = run.state().rollouts(1).get(0);
            List<Trajectory> graded =
                    Rollouts.read(run.journal(), first.shard(), first.digest()).stream()
                            .map(
                                    each ->
                                            each.graded(
                                                    new Outcome.Graded(
                                                            new Verdict.Correct("4", "old"),
                                                            1,
                                                            "old/1")))
                            .toList();
            String shard = "shards/iteration-1/graded-00000.parquet";
            ShardInfo whole = TrajectoryShards.write(graded, run.journal().folder().resolve(shard));
            run.journal()
                    .append(
                            new RunEvent.GradesStored(
                                    1, 0, shard, whole.contentDigest(), whole.rows()));

            // The second batch is graded by this version.
            new Runner(run).run(state -> state.stage() == Stage.TRAINING);

            List<Trajectory> all = Rollouts.of(small.settings(), run.journal(), 1, "sft");
            assertEquals(graded, all.subList(0, graded.size()));
            assertEquals(
                    List.of(shard, "shards/iteration-1/grades-00001.parquet"),
                    run.state().grades(1).values().stream()
                            .map(RunEvent.GradesStored::shard)
                            .toList());
            assertEquals(
                    0,
                    all.stream()
                            .filter(each -> each.outcome() instanceof Outcome.Ungraded)
                            .count());
        }
    }
}
