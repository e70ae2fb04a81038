package io.oreo.app.estimate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.schedule.settings.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Size of a decoder-only transformer.
 *
 * <p>Parameters of a gated model with grouped heads (Llama and its relatives), with V vocabulary, h
 * hidden, i intermediate, L layers, a heads of size d and k key-value heads: {@code V h + L (2 h a
 * d + 2 h k d + 3 h i + 2 h) + h}, and {@code V h} more where the embeddings are not tied.
 *
 * @param vocabulary V
 * @param hidden h
 * @param intermediate i
 * @param layers L
 * @param parameters number of parameters
 */
record ModelSize(long vocabulary, long hidden, long intermediate, long layers, long parameters) {

    /** Vocabulary assumed for characters. */
    private static final int CHARACTERS = 128;

    /** The size, where it can be known before the model is made. */
    static Optional<ModelSize> of(ModelSettings model) {
        return switch (model.origin()) {
            case "random" -> of(model.config(), vocabulary(model));
            case "directory" ->
                    of(Path.of(model.directory()).resolve("config.json"))
                            .or(() -> of(model.config(), number(model.config(), 0, "vocab_size")));
            default -> Optional.empty();
        };
    }

    private static int vocabulary(ModelSettings model) {
        return model.tokenizer().equals("character") ? CHARACTERS : model.vocabularySize();
    }

    private static Optional<ModelSize> of(Path configFile) {
        if (!Files.isRegularFile(configFile)) {
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> config =
                    new ObjectMapper().readValue(configFile.toFile(), Map.class);
            return of(config, number(config, 0, "vocab_size"));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<ModelSize> of(Map<String, Object> config, long vocabulary) {
        long hidden = number(config, 0, "hidden_size", "n_embd");
        long layers = number(config, 0, "num_hidden_layers", "n_layer");
        long heads = number(config, 0, "num_attention_heads", "n_head");
        if (hidden == 0 || layers == 0 || heads == 0 || vocabulary == 0) {
            return Optional.empty();
        }
        long intermediate = number(config, 4 * hidden, "intermediate_size", "n_inner");
        long keyHeads = number(config, heads, "num_key_value_heads");
        long headSize = number(config, hidden / heads, "head_dim");
        long attention = 2 * hidden * heads * headSize + 2 * hidden * keyHeads * headSize;
        long embeddings = vocabulary * hidden;
        boolean tied = Boolean.TRUE.equals(config.get("tie_word_embeddings"));
        long parameters =
                embeddings * (tied ? 1 : 2)
                        + layers * (attention + 3 * hidden * intermediate + 2 * hidden)
                        + hidden;
        return Optional.of(new ModelSize(vocabulary, hidden, intermediate, layers, parameters));
    }

    private static long number(Map<String, Object> config, long fallback, String... names) {
        for (String name : names) {
            if (config.get(name) instanceof Number number) {
                return number.longValue();
            }
        }
        return fallback;
    }
}
