package io.oreo.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a dataset consists of; {@code manifest.json} beside its shards.
 *
 * @param tokenizerKey SHA-256 of the tokenizer that all token ids belong to
 * @param shards shards in order; all lie in the folder of the manifest
 * @param chatTemplate whether the prompts were wrapped in the model's chat template
 */
public record DatasetManifest(String tokenizerKey, List<ShardInfo> shards, boolean chatTemplate) {

    /** Name of the file. */
    public static final String FILE_NAME = "manifest.json";

    private static final String CHAT_TEMPLATE = "chat_template";
    private static final String FORMAT = "oreo-dataset/1";
    private static final JsonMapper JSON = new JsonMapper();

    public DatasetManifest {
        shards = List.copyOf(shards);
        if (tokenizerKey.isBlank()) {
            throw new IllegalArgumentException("a dataset needs the key of its tokenizer");
        }
    }

    /** A dataset whose prompts are no chats. */
    public DatasetManifest(String tokenizerKey, List<ShardInfo> shards) {
        this(tokenizerKey, shards, false);
    }

    /** Number of trajectories. */
    public long rows() {
        return shards.stream().mapToLong(ShardInfo::rows).sum();
    }

    /** Writes the manifest into the folder that holds the shards. */
    public void write(Path folder) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("tokenizer_key", tokenizerKey).put("rows", rows());
        if (chatTemplate) {
            root.put(CHAT_TEMPLATE, true);
        }
        ArrayNode list = root.putArray("shards");
        for (ShardInfo shard : shards) {
            list.addObject()
                    .put("file", shard.path().getFileName().toString())
                    .put("rows", shard.rows())
                    .put("content_digest", shard.contentDigest())
                    .put("bytes", shard.bytes());
        }
        Path file = folder.resolve(FILE_NAME);
        Path temporary = DatasetFiles.temporary(file);
        try {
            Files.writeString(temporary, root.toPrettyString() + "\n");
            DatasetFiles.publish(temporary, file);
        } catch (IOException failure) {
            throw DatasetFiles.cannotWrite(file, failure);
        }
    }

    /**
     * Reads the manifest of a folder.
     *
     * @throws DatasetException if it is missing or damaged
     */
    public static DatasetManifest read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(
                    "%s holds no dataset (no %s); name a folder that an import or a run wrote."
                            .formatted(folder, FILE_NAME));
        }
        try {
            return parse(JSON.readTree(Files.readString(file)), folder);
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            throw new DatasetException(
                    "Manifest %s is damaged (%s); restore it, or import the data again."
                            .formatted(file, damaged.getMessage()),
                    damaged);
        } catch (IOException failure) {
            throw new DatasetException(
                    "Cannot read %s (%s); check its permissions."
                            .formatted(file, failure.getMessage()),
                    failure);
        }
    }

    private static DatasetManifest parse(JsonNode root, Path folder) {
        if (!FORMAT.equals(root.path("format").asText())) {
            throw new IllegalArgumentException("its format is not " + FORMAT);
        }
        List<ShardInfo> shards = new ArrayList<>();
        for (JsonNode shard : root.path("shards")) {
            String name = shard.path("file").asText();
            // A name from data must not lead out of the folder.
            if (name.isBlank() || name.startsWith(".") || name.matches(".*[/\\\\:].*")) {
                throw new IllegalArgumentException("'" + name + "' is no plain file name");
            }
            shards.add(
                    new ShardInfo(
                            folder.resolve(name),
                            shard.path("rows").asInt(-1),
                            shard.path("content_digest").asText(),
                            shard.path("bytes").asLong(-1)));
        }
        return new DatasetManifest(
                root.path("tokenizer_key").asText(),
                shards,
                root.path(CHAT_TEMPLATE).asBoolean(false));
    }
}
