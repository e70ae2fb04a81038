package io.oreo.schedule;

import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.ModelFacts;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes an imported dataset in place of rollouts: shard by shard into the run's folder, so that the
 * run keeps what it learned from. The rewards came with the trajectories.
 */
final class ImportedRollouts implements Phase {

    private final RunContext run;
    private final int iteration;

    ImportedRollouts(RunContext run) {
        this.run = run;
        this.iteration = run.state().iteration();
    }

    @Override
    public void run() {
        DatasetManifest dataset =
                DatasetManifest.read(Path.of(run.settings().task().data()).toAbsolutePath());
        ModelFacts model = run.state().startModel().orElseThrow().facts();
        if (!dataset.tokenizerKey().equals(model.tokenizerKey())) {
            throw new RunException(
                    ("the dataset %s was imported with another tokenizer than the model's; import"
                                    + " it again with --model %s")
                            .formatted(
                                    run.settings().task().data(),
                                    run.settings().model().directory()));
        }
        List<ShardInfo> shards = dataset.shards();
        int done = run.state().rollouts(iteration).size();
        run.listener().started("Take imported trajectories", "shards", done, shards.size());
        for (int number = done; number < shards.size(); number++) {
            take(number, TrajectoryShards.read(shards.get(number)));
        }
        run.journal().append(new RunEvent.RolloutsCollected(iteration, shards.size()));
        run.listener().finished("%,d trajectories".formatted(dataset.rows()));
    }

    private void take(int number, List<Trajectory> trajectories) {
        int longest = run.settings().model().maxLength();
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
        run.journal()
                .append(
                        new RunEvent.RolloutsStored(
                                iteration,
                                number,
                                run.relative(shard.path()),
                                shard.contentDigest(),
                                shard.rows()));
        run.listener().advanced(1, "");
    }

    private Path file(int number) {
        return run.folder()
                .resolve("shards")
                .resolve("iteration-" + iteration)
                .resolve("imported-%05d.parquet".formatted(number));
    }
}
