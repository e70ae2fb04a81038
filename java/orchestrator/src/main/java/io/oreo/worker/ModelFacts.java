package io.oreo.worker;

import io.oreo.trajectory.IntVector;

/**
 * What the orchestrator needs to know of a model directory.
 *
 * @param contentKey SHA-256 over configuration, weights and tokenizer files
 * @param tokenizerKey SHA-256 over the tokenizer's files only
 * @param parameters number of parameters
 * @param vocabularySize size of the vocabulary
 * @param contextLength most tokens a sequence may have
 * @param endTokenIds tokens that end a response
 * @param architecture name, e.g. {@code LlamaForCausalLM}
 * @param hiddenSize width of the hidden state
 * @param layers number of layers
 */
public record ModelFacts(
        String contentKey,
        String tokenizerKey,
        long parameters,
        int vocabularySize,
        int contextLength,
        IntVector endTokenIds,
        String architecture,
        int hiddenSize,
        int layers) {}
