package io.oreo.schedule.settings;

/**
 * How long and in which portions a policy learns.
 *
 * @param epochs passes over the data
 * @param batchSize sequences a step
 * @param checkpointEvery batches between checkpoints
 * @param optimiser of the policy
 */
public record TrainSettings(
        int epochs, int batchSize, int checkpointEvery, OptimiserSettings optimiser) {

    /** The same with another learning rate. */
    public TrainSettings withLearningRate(double learningRate) {
        return new TrainSettings(
                epochs, batchSize, checkpointEvery, optimiser.withLearningRate(learningRate));
    }

    void check(Checks checks, int leastEpochs) {
        checks.atLeast("epochs", epochs, leastEpochs);
        checks.atLeast("batch_size", batchSize, 1);
        checks.atLeast("checkpoint_every", checkpointEvery, 1);
        optimiser.check(checks.in("optimiser"));
    }
}
