package io.oreo.schedule.settings;

import java.util.List;
import java.util.Map;

/**
 * The model that the run starts from.
 *
 * @param origin random, directory (Hugging Face format, or GGUF with {@code file}) or package
 * @param directory folder of an existing model
 * @param file GGUF file in the folder or in the Python package
 * @param pythonPackage Python package that carries the file
 * @param config Hugging Face configuration of a random model, with {@code model_type}
 * @param tokenizer character or bpe, trained on the task's texts; or a folder to copy from
 * @param vocabularySize largest vocabulary for bpe
 * @param loader plug-in that builds the module, {@code package.module:function}
 * @param tokenizerLoader plug-in that builds the tokenizer
 * @param allowedRemoteCode models whose own Python code may run, by name
 * @param chatTemplate wrap prompts in the tokenizer's chat template
 * @param maxLength most tokens of a trajectory, prompt included
 */
public record ModelSettings(
        String origin,
        String directory,
        String file,
        String pythonPackage,
        Map<String, Object> config,
        String tokenizer,
        int vocabularySize,
        String loader,
        String tokenizerLoader,
        List<String> allowedRemoteCode,
        boolean chatTemplate,
        int maxLength) {

    public ModelSettings {
        config = Map.copyOf(config);
        allowedRemoteCode = List.copyOf(allowedRemoteCode);
    }
}
