package io.oreo.worker;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Sampler;
import java.util.List;

/** Continues prefixes with a policy. */
public interface Generator {

    /**
     * Continues all prefixes of one batch. The batch is the unit of repeatability: equal batches
     * give equal completions.
     *
     * @return one completion an item, in their order
     * @throws WorkerException if the worker fails
     */
    List<Completion> generate(Batch batch);

    /** Prefixes that are continued together. */
    record Batch(List<Item> items, Sampler sampler, StopRule stop) {
        public Batch {
            items = List.copyOf(items);
        }
    }

    /**
     * One prefix.
     *
     * @param id identity in the batch
     * @param prefix at least one token
     * @param seed the item's own random stream; draws belong to positions of the sequence
     */
    record Item(String id, IntVector prefix, long seed) {}

    /**
     * A continuation.
     *
     * @param id the item's identity
     * @param tokenIds new tokens, the end token included when it was produced
     * @param logProbs log mu(a|s) of each new token
     * @param stepEnds step ends among the new tokens, counted from the start of the whole sequence
     * @param text the new tokens as text, without special tokens
     * @param finishReason why it ended
     */
    record Completion(
            String id,
            IntVector tokenIds,
            FloatVector logProbs,
            IntVector stepEnds,
            String text,
            FinishReason finishReason) {}
}
