package io.oreo.search.strategy;

import io.oreo.trajectory.Sampler;

/** How to search: over whole responses, over the actions of a game, or over either. */
public sealed interface SearchStrategy permits ResponseStrategy, ActionStrategy {

    /**
     * Short name for tables, e.g. {@code step-beam 4x4}, or {@code step-beam 4x4 T=0.3}. Part of
     * the names of evaluations, of their random streams and of digests.
     */
    String label();

    /** Temperature of the tokens; 0: always the most likely one. */
    double temperature();

    /** How tokens are chosen. */
    default Sampler sampler() {
        return new Sampler(temperature(), 1, 0);
    }

    /** Whether a value model is needed, the same for all numbers. */
    boolean needsValue();

    /** Full-length responses that may be written for a problem. */
    long responses();

    /**
     * Whether several whole responses are sampled side by side and each is valued: then a critic
     * can be measured on them, and other models can score them.
     */
    boolean samplesAttempts();
}
