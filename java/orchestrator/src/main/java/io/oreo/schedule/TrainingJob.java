package io.oreo.schedule;

import io.oreo.dataset.BatchPlan;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.Trainer;
import io.oreo.worker.Trainer.NamedSequence;
import io.oreo.worker.TrainingSpec;
import java.util.List;

/**
 * A training, ready to run: what is minimised, on which sequences, in which batches.
 *
 * @param name name of the training and of the policy that comes out of it
 * @param spec what is minimised and how
 * @param data sequences, in the order of the dataset
 * @param plan which of them make up which batch
 * @param checkpointEvery batches between checkpoints
 */
record TrainingJob(
        String name,
        TrainingSpec spec,
        List<Trajectory> data,
        BatchPlan plan,
        int checkpointEvery) {

    TrainingJob {
        data = List.copyOf(data);
        if (plan.batches() != spec.totalBatches()) {
            throw new IllegalArgumentException(
                    "training %s: the plan has %d batches, the specification %d"
                            .formatted(name, plan.batches(), spec.totalBatches()));
        }
    }

    /** The n-th batch; a function of the job and n alone. */
    Trainer.TrainingBatch batch(int number) {
        List<NamedSequence> sequences =
                plan.batch(number).stream()
                        .mapToObj(data::get)
                        .map(trajectory -> new NamedSequence(trajectory.id(), trajectory.tokens()))
                        .toList();
        return new Trainer.TrainingBatch(number, sequences, List.of());
    }

    /** Whether the state is saved after this many batches. */
    boolean savesAfter(int batches) {
        return batches % checkpointEvery == 0 || batches == spec.totalBatches();
    }

    /** Lengths that a plan sorts by. */
    static IntVector lengths(List<Trajectory> data) {
        return IntVector.of(data.stream().mapToInt(t -> t.tokens().size()).toArray());
    }
}
