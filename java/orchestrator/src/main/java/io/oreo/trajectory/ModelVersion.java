package io.oreo.trajectory;

/**
 * A policy or critic at a point of a run.
 *
 * @param name what the run calls it, e.g. {@code sft} or {@code oreo-1}
 * @param contentKey SHA-256 over configuration, weights and tokenizer files
 */
public record ModelVersion(String name, String contentKey) {

    public ModelVersion {
        if (name.isBlank() || contentKey.isBlank()) {
            throw new IllegalArgumentException("a model version needs a name and a content key");
        }
    }
}
