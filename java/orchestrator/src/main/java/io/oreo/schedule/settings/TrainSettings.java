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
        int epochs, int batchSize, int checkpointEvery, OptimiserSettings optimiser) {}
