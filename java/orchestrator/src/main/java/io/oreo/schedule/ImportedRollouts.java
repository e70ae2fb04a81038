package io.oreo.schedule;

import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunListener;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelFacts;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes an imported dataset in place of rollouts: shard by shard into the run's folder, so that the
 * run keeps what it learned from. The rewards came with the trajectories.
 */
final class ImportedRollouts implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final RunListener listener;
    private final int iteration;

    ImportedRollouts(Plan plan, Journal journal, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.listener = listener;
        this.iteration = journal.state().iteration();
    }

    @Override
    public void run() {
        DatasetManifest dataset =
                DatasetManifest.read(Path.of(plan.settings().task().data()).toAbsolutePath());
        ModelFacts model = journal.state().startModel().orElseThrow().facts();
        if (!dataset.tokenizerKey().equals(model.tokenizerKey())) {
            throw new RunException(
                    ("the dataset %s was imported with another tokenizer than the model's; import"
                                    + " it again with --model %s")
                            .formatted(
                                    plan.settings().task().data(),
                                    plan.settings().model().directory()));
        }
        List<ShardInfo> shards = dataset.shards();
        int done = journal.state().rollouts(iteration).size();
        listener.started("Take imported trajectories", "shards", done, shards.size());
        for (int number = done; number < shards.size(); number++) {
            take(number, TrajectoryShards.read(shards.get(number)));
        }
        journal.append(new RunEvent.RolloutsCollected(iteration, shards.size()));
        listener.finished("%,d trajectories".formatted(dataset.rows()));
    }

    private void take(int number, List<Trajectory> trajectories) {
        int longest = plan.settings().model().maxLength();
        trajectories.stream()
                .filter(trajectory -> trajectory.tokens().size() > longest)
                .findFirst()
                .ifPresent(
                        trajectory -> {
                            throw new RunException(
                                    ("trajectory %s has %d tokens, more than model.max_length = %d;"
                                         + " raise it, or import again with --max-length %d")
                                            .formatted(
                                                    trajectory.id(),
                                                    trajectory.tokens().size(),
                                                    longest,
                                                    longest));
                        });
        ShardInfo shard = TrajectoryShards.write(trajectories, file(number));
        journal.append(
                new RunEvent.RolloutsStored(
                        iteration,
                        number,
                        journal.relative(shard.path()),
                        shard.contentDigest(),
                        shard.rows()));
        listener.advanced(1, "");
    }

    private Path file(int number) {
        return journal.folder()
                .resolve("shards")
                .resolve("iteration-" + iteration)
                .resolve("imported-%05d.parquet".formatted(number));
    }
}
