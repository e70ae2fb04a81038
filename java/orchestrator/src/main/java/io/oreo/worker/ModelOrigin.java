package io.oreo.worker;

import java.nio.file.Path;
import java.util.List;

/** What a model directory is made from. */
public sealed interface ModelOrigin {

    /**
     * Random weights.
     *
     * @param configJson Hugging Face configuration with {@code model_type}
     * @param seed seed of the weights
     * @param tokenizer its tokenizer
     */
    record RandomWeights(String configJson, long seed, TokenizerOrigin tokenizer)
            implements ModelOrigin {}

    /** A model that exists; GGUF is converted to safetensors. */
    record Existing(ModelSource source) implements ModelOrigin {}

    /** A model file inside an installed Python package. */
    record Packaged(String pythonPackage, String file) implements ModelOrigin {}

    /** Where a new model's tokenizer comes from. */
    sealed interface TokenizerOrigin {

        /**
         * Trained on texts.
         *
         * @param kind {@code character} or {@code bpe}
         * @param vocabularySize largest vocabulary for BPE
         * @param corpus texts to learn from
         */
        record Trained(String kind, int vocabularySize, List<String> corpus)
                implements TokenizerOrigin {
            public Trained {
                corpus = List.copyOf(corpus);
            }
        }

        /** Copied from a directory. */
        record Copied(Path directory) implements TokenizerOrigin {}
    }
}
