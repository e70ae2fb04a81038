package io.oreo.schedule;

import io.oreo.dataset.BatchPlan;
import io.oreo.worker.Trainer;
import io.oreo.worker.TrainingSpec;

/**
 * A training, ready to run: what is minimised, on which sequences, in which batches.
 *
 * @param name name of the training and of the policy that comes out of it
 * @param spec what is minimised and how
 * @param data sequences or pairs, in the order of the dataset
 * @param plan which of them make up which batch
 * @param checkpointEvery batches between checkpoints
 */
record TrainingJob(
        String name, TrainingSpec spec, TrainingData data, BatchPlan plan, int checkpointEvery) {

    TrainingJob {
        if (plan.batches() != spec.totalBatches()) {
            throw new IllegalArgumentException(
                    "training %s: the plan has %d batches, the specification %d"
                            .formatted(name, plan.batches(), spec.totalBatches()));
        }
    }

    /** The n-th batch; a function of the job and n alone. */
    Trainer.TrainingBatch batch(int number) {
        return data.batch(number, plan.batch(number));
    }

    /** Whether the state is saved after this many batches. */
    boolean savesAfter(int batches) {
        return batches % checkpointEvery == 0 || batches == spec.totalBatches();
    }
}
