package io.oreo.schedule.settings;

import java.util.List;

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
        boolean referenceCache) {

    private static final List<String> PRECISIONS = List.of("float32", "bfloat16");

    void check(Checks checks) {
        checks.atLeast("micro_batch_tokens", microBatchTokens, 1);
        checks.atLeast("projection_chunk", projectionChunk, 1);
        if (!precision.isEmpty()) {
            checks.oneOf("precision", precision, PRECISIONS);
        }
    }
}
