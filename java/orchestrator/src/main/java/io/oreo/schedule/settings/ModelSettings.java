package io.oreo.schedule.settings;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The model that the run starts from.
 *
 * @param origin random, directory (Hugging Face format, or GGUF with {@code file}) or package
 * @param directory folder of an existing model
 * @param file GGUF file in the folder or in the Python package
 * @param pythonPackage Python package that carries the file
 * @param config Hugging Face configuration of a random model, with {@code model_type}; of a model
 *     in a directory only the estimate reads it, as long as the directory is not there
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

    private static final List<String> ORIGINS = List.of("random", "directory", "package");
    private static final Pattern ENTRY_POINT = Pattern.compile("[\\w.]+:[\\w.]+");

    public ModelSettings {
        config = Map.copyOf(config);
        allowedRemoteCode = List.copyOf(allowedRemoteCode);
    }

    void check(Checks checks) {
        checks.oneOf("origin", origin, ORIGINS);
        checks.atLeast("max_length", maxLength, 2);
        checkEntryPoint(checks, "loader", loader);
        checkEntryPoint(checks, "tokenizer_loader", tokenizerLoader);
        switch (origin) {
            case "random" -> checkRandom(checks);
            case "directory" ->
                    checks.filled("directory", directory, "is empty; name the model's folder");
            case "package" -> {
                checks.filled("python_package", pythonPackage, "is empty; name the package");
                checks.filled("file", file, "is empty; name the GGUF file in the package");
            }
            default -> {
                return;
            }
        }
        checkUnused(checks);
    }

    private void checkRandom(Checks checks) {
        checks.require(
                config.get("model_type") instanceof String,
                "config.model_type",
                "is missing; a random model needs the name of its architecture, e.g. \"llama\"");
        checks.filled("tokenizer", tokenizer, "is empty; known are character, bpe, or a folder");
        checks.require(
                !tokenizer.equals("bpe") || vocabularySize >= 2,
                "vocabulary_size",
                "is " + vocabularySize + "; bpe needs at least 2");
    }

    private void checkUnused(Checks checks) {
        String reason = "the model's origin is " + origin;
        boolean random = origin.equals("random");
        checks.unusedIf(origin.equals("package"), "config", reason);
        checks.unusedIf(!random, "tokenizer", reason);
        checks.unusedIf(!random, "vocabulary_size", reason);
        checks.unusedIf(
                random && !tokenizer.equals("bpe"),
                "vocabulary_size",
                "only the tokenizer bpe has a size to choose");
        checks.unusedIf(!origin.equals("directory"), "directory", reason);
        checks.unusedIf(random, "file", reason);
        checks.unusedIf(!origin.equals("package"), "python_package", reason);
        checks.unusedIf(random, "loader", reason);
        checks.unusedIf(random, "tokenizer_loader", reason);
        checks.unusedIf(random, "allowed_remote_code", reason);
    }

    private static void checkEntryPoint(Checks checks, String key, String value) {
        checks.require(
                value.isEmpty() || ENTRY_POINT.matcher(value).matches(),
                key,
                "is \"%s\"; an entry point is written package.module:function".formatted(value));
    }
}
