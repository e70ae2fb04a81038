package io.oreo.schedule.settings;

/**
 * How the demonstrations are learned before the first iteration.
 *
 * @param epochs passes over them; 0 leaves the model as it is
 * @param batchSize sequences per update
 * @param checkpointEvery batches between checkpoints
 * @param learningRate peak
 * @param optimiser AdamW otherwise
 */
public record SftSettings(
        int epochs,
        int batchSize,
        int checkpointEvery,
        double learningRate,
        OptimiserShape optimiser) {

    void check(Checks checks) {
        checks.atLeast("epochs", epochs, 0);
        checks.atLeast("batch_size", batchSize, 1);
        checks.atLeast("checkpoint_every", checkpointEvery, 1);
        checks.above("learning_rate", learningRate, 0);
        optimiser.check(checks.in("optimiser"));
        checks.unusedIf(epochs == 0, "learning_rate", "epochs is 0");
        checks.unusedIf(epochs == 0, "optimiser", "epochs is 0");
    }
}
