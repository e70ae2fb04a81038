package io.oreo.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to find and read a model.
 *
 * @param directory directory in Hugging Face format
 * @param ggufFile GGUF file inside it, if the weights are in that format
 * @param loader plug-in that builds the module, {@code package.module:function}
 * @param tokenizerLoader plug-in that builds the tokenizer, {@code package.module:function}
 * @param allowedRemoteCode models whose own Python code may run, by name
 */
public record ModelSource(
        Path directory,
        Optional<String> ggufFile,
        Optional<String> loader,
        Optional<String> tokenizerLoader,
        List<String> allowedRemoteCode) {

    public ModelSource {
        allowedRemoteCode = List.copyOf(allowedRemoteCode);
    }

    /** A plain directory in Hugging Face format. */
    public static ModelSource of(Path directory) {
        return new ModelSource(
                directory, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The same way of reading, applied to another directory. */
    public ModelSource at(Path other) {
        return new ModelSource(other, Optional.empty(), loader, tokenizerLoader, allowedRemoteCode);
    }
}
