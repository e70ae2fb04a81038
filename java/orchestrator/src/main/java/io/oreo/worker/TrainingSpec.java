package io.oreo.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to train and how; every number of an experiment, mirrors {@code TrainingSpec} of the
 * protocol.
 *
 * @param models where the three models start
 * @param objective what is minimised: a method's name, or {@code package.module:Class}
 * @param options of the method: Double, Long, Boolean or String by name
 * @param criticWarmupBatches batches at the start that update the critic only
 * @param correctFrom return from which a response counts as correct
 * @param policyOptimiser optimiser of the policy
 * @param criticOptimiser optimiser of the critic, where there is one
 * @param totalBatches batches in the whole training
 * @param compute how a batch is computed
 * @param seed seed of dropout and new heads
 * @param outputDirectory where checkpoints and final models go
 * @param referenceCache where reference log-probabilities are cached
 */
public record TrainingSpec(
        Models models,
        String objective,
        Map<String, Object> options,
        int criticWarmupBatches,
        double correctFrom,
        Optimiser policyOptimiser,
        Optimiser criticOptimiser,
        int totalBatches,
        Compute compute,
        long seed,
        Path outputDirectory,
        Optional<Path> referenceCache) {

    public TrainingSpec {
        options = Map.copyOf(options);
    }

    /**
     * Where the models start.
     *
     * @param policy start of the policy
     * @param reference pi_ref; empty: the policy's start
     * @param critic start of the critic; empty: the policy's start with a new head
     */
    public record Models(
            ModelSource policy,
            Optional<ModelSource> reference,
            Optional<ModelSource> critic,
            Optional<Lora> policyLora,
            Optional<Lora> criticLora) {}

    /** AdamW and its schedule; see {@code OptimiserSpec} of the protocol. */
    public record Optimiser(
            double learningRate,
            double weightDecay,
            double beta1,
            double beta2,
            double epsilon,
            double maxGradientNorm,
            String schedule,
            double warmupRatio) {}

    /**
     * How a batch is computed; none of these numbers changes what is learned but for rounding.
     *
     * @param microBatchTokens most tokens, padding included, in one forward pass
     * @param projectionChunk positions projected to the vocabulary at a time
     * @param precision empty lets the device decide
     * @param packing several short sequences in one row
     * @param gradientCheckpointing recompute activations in the backward pass
     */
    public record Compute(
            int microBatchTokens,
            int projectionChunk,
            Optional<String> precision,
            boolean packing,
            boolean gradientCheckpointing) {}

    /** Low-rank adapters; no target modules: all linear layers but heads. */
    public record Lora(int rank, double alpha, double dropout, List<String> targetModules) {
        public Lora {
            targetModules = List.copyOf(targetModules);
        }
    }
}
