package io.oreo.schedule.settings;

/**
 * How rollouts are sampled.
 *
 * @param samples attempts a problem
 * @param temperature 0 is greedy
 * @param topP nucleus; 1 keeps all
 * @param topK most likely tokens that stay; 0 keeps all
 * @param maxNewTokens most tokens a response
 * @param batchSize responses sampled together; the batch is the unit of repeatability
 * @param maxDropped largest share of rollouts that may be dropped before the run stops
 */
public record CollectSettings(
        int samples,
        double temperature,
        double topP,
        int topK,
        int maxNewTokens,
        int batchSize,
        double maxDropped) {}
