package io.oreo.app.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** What a model's folder says about itself, without loading the model. */
public final class ModelFolder {

    private static final String CONFIGURATION = "config.json";
    private static final List<String> LENGTHS =
            List.of(
                    "max_position_embeddings",
                    "n_positions",
                    "n_ctx",
                    "max_sequence_length",
                    "seq_length",
                    "max_seq_len",
                    "max_seq_length");

    private ModelFolder() {}

    /**
     * The folder, absolute.
     *
     * @throws ConfigurationException if there is none
     */
    public static Path existing(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new ConfigurationException(
                    ("there is no model folder %s; give --model the folder of a model in Hugging"
                                    + " Face format")
                            .formatted(absolute));
        }
        return absolute;
    }

    /** Most tokens that the model reads; empty if its folder does not say. */
    public static OptionalInt contextLength(Path folder) {
        Path file = folder.resolve(CONFIGURATION);
        if (!Files.isRegularFile(file)) {
            return OptionalInt.empty();
        }
        try {
            JsonNode configuration = new JsonMapper().readTree(file.toFile());
            return LENGTHS.stream()
                    .map(configuration::path)
                    .filter(JsonNode::isInt)
                    .mapToInt(JsonNode::intValue)
                    .findFirst();
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "the model's configuration %s cannot be read (%s); restore it"
                            .formatted(file, unreadable.getMessage()));
        }
    }
}
