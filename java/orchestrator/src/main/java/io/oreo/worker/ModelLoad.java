package io.oreo.worker;

import java.util.Optional;

/**
 * A model to be in memory under a name.
 *
 * @param modelId the name
 * @param source where it is
 * @param dtype compute type; empty lets the device decide
 * @param contentKey if present, loading fails unless the content is this
 */
public record ModelLoad(
        String modelId, ModelSource source, Optional<String> dtype, Optional<String> contentKey) {}
