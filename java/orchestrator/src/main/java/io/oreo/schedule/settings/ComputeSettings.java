package io.oreo.schedule.settings;

/**
 * How batches are computed.
 *
 * @param microBatchTokens most tokens, padding included, in one forward pass
 * @param projectionChunk positions projected to the vocabulary at a time
 * @param precision float32, bfloat16, or empty: the device decides
 * @param packing several short sequences in one row
 * @param gradientCheckpointing recompute activations in the backward pass
 * @param referenceCache keep reference log-probabilities on disk
 */
public record ComputeSettings(
        int microBatchTokens,
        int projectionChunk,
        String precision,
        boolean packing,
        boolean gradientCheckpointing,
        boolean referenceCache) {}
