package io.oreo.schedule.settings;

/**
 * One training: SFT, the main algorithm, or a baseline.
 *
 * @param algorithm sft, oreo, rejection, dpo, kto, dqo or pcl
 * @param epochs passes over the data
 * @param batchSize sequences a step
 * @param checkpointEvery batches between checkpoints
 * @param optimiser of the policy
 */
public record TrainSettings(
        String algorithm,
        int epochs,
        int batchSize,
        int checkpointEvery,
        OptimiserSettings optimiser) {}
