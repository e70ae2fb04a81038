package io.oreo.testing;

import io.oreo.task.ContentKey;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Trainer;
import io.oreo.worker.TrainingSpec;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a {@link SmallModel}: each batch lifts its skill a little, and its lineage takes in all
 * that was sent. So a batch that is lost, doubled or altered makes another model. Checkpoints lie
 * where a worker's do.
 *
 * @param critics objectives that train a critic
 */
public record SmallTrainer(List<String> critics) implements Trainer {

    private static final double BEST = 0.9;

    public SmallTrainer {
        critics = List.copyOf(critics);
    }

    /** It trains whatever is named. */
    @Override
    public List<String> describeMethods(List<String> objectives) {
        return List.of();
    }

    @Override
    public Session start(TrainingSpec spec, int resumeAtBatch) {
        if (resumeAtBatch > 0) {
            Path checkpoint = checkpoint(spec, resumeAtBatch);
            if (!Files.isDirectory(checkpoint)) {
                throw new WorkerException(
                        new WorkerFailure.NotFound("There is no checkpoint " + checkpoint));
            }
            return new Small(spec, resumeAtBatch, SmallModel.read(checkpoint));
        }
        SmallModel start = SmallModel.read(spec.models().policy().directory());
        String critic =
                spec.models()
                        .critic()
                        .map(source -> SmallModel.read(source.directory()).lineage())
                        .orElse("new");
        String lineage =
                List.of(
                                start.lineage(),
                                critic,
                                spec.objective(),
                                new java.util.TreeMap<>(spec.options()),
                                spec.seed(),
                                spec.totalBatches(),
                                spec.policyOptimiser(),
                                spec.criticOptimiser())
                        .toString();
        return new Small(spec, 0, new SmallModel(start.skill(), ContentKey.of(lineage)));
    }

    private static Path checkpoint(TrainingSpec spec, int nextBatch) {
        return spec.outputDirectory().resolve("checkpoint-" + nextBatch);
    }

    private final class Small implements Session {
        private final TrainingSpec spec;
        private int next;
        private SmallModel model;

        Small(TrainingSpec spec, int next, SmallModel model) {
            this.spec = spec;
            this.next = next;
            this.model = model;
        }

        @Override
        public void run(Iterator<Command> commands, Consumer<Reply> replies) {
            while (commands.hasNext()) {
                switch (commands.next()) {
                    case Command.Train(TrainingBatch batch) -> {
                        require(batch.number() == next && next < spec.totalBatches(), batch);
                        learn(batch);
                        replies.accept(new Reply.BatchDone(next, metrics()));
                        next++;
                    }
                    case Command.Save(int before) -> {
                        require(before == next, before);
                        model.write(checkpoint(spec, next));
                        replies.accept(new Reply.CheckpointSaved(next, checkpoint(spec, next)));
                    }
                }
            }
        }

        private void learn(TrainingBatch batch) {
            String content = batch.number() + " " + batch.sequences() + " " + batch.pairs();
            double share = new Seed(0).child(content).random().nextDouble();
            double skill = model.skill() + (BEST - model.skill()) * 0.2 * share;
            model = new SmallModel(skill, ContentKey.of(model.lineage() + content));
        }

        private Map<String, Double> metrics() {
            double loss = -Math.log(model.skill());
            return critics.contains(spec.objective())
                    ? Map.of("policy_loss", loss, "value_loss", 1 - model.skill())
                    : Map.of("policy_loss", loss);
        }

        @Override
        public TrainedModels finish() {
            require(next == spec.totalBatches(), next);
            Path policy = spec.outputDirectory().resolve("policy");
            SmallModel critic = new SmallModel(model.skill(), "critic of " + model.lineage());
            Optional<Path> directory =
                    critics.contains(spec.objective())
                            ? Optional.of(spec.outputDirectory().resolve("critic"))
                            : Optional.empty();
            return new TrainedModels(
                    policy, model.write(policy), directory, directory.map(critic::write));
        }

        private void require(boolean condition, Object subject) {
            if (!condition) {
                throw new WorkerException(
                        new WorkerFailure.BadData(
                                "batch %d of %d is next, not %s"
                                        .formatted(next, spec.totalBatches(), subject),
                                List.of()));
            }
        }
    }
}
