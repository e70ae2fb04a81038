package io.oreo.alfworld;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.planning.GameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A file {@code game.tw-pddl}: planning task, grammar and walkthrough.
 *
 * @param text the whole file
 * @param key digest of the file, under which its preparation is stored
 * @param domain text of the planning domain
 * @param grammar text of TextWorld's grammar
 * @param solvable what the file says about itself; nothing in old releases
 * @param walkthrough commands that win, if the file holds them
 */
public record GameFile(
        String text,
        String key,
        String domain,
        String grammar,
        Optional<Boolean> solvable,
        Optional<List<String>> walkthrough) {

    /** Real files take 60 to 170 kB. */
    private static final long MAX_SIZE = 32L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Name of a game file in its folder. */
    public static final String NAME = "game.tw-pddl";

    /** The bytes of a file, whatever they are. */
    static byte[] bytes(Path path) throws IOException {
        if (Files.size(path) > MAX_SIZE) {
            throw GameException.malformed(
                    "the game file %s is larger than %d MB".formatted(path, MAX_SIZE >> 20));
        }
        return Files.readAllBytes(path);
    }

    /**
     * Reads a file's content.
     *
     * @param name for messages
     * @throws GameException if it is no game file
     */
    public static GameFile read(byte[] bytes, String name) {
        JsonNode root;
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw GameException.malformed(
                    "the game file %s is not JSON, or not all of it: %s"
                            .formatted(name, e.getOriginalMessage()));
        }
        JsonNode walkthrough = root.path("walkthrough");
        field(root, "pddl_problem", name);
        return new GameFile(
                text,
                GameStore.key(bytes),
                field(root, "pddl_domain", name),
                field(root, "grammar", name),
                root.path("solvable").isBoolean()
                        ? Optional.of(root.path("solvable").asBoolean())
                        : Optional.empty(),
                walkthrough.isArray() ? Optional.of(texts(walkthrough)) : Optional.empty());
    }

    private static String field(JsonNode root, String field, String name) {
        if (!root.path(field).isTextual()) {
            throw GameException.malformed(
                    "the game file %s has no text '%s'".formatted(name, field));
        }
        return root.path(field).asText();
    }

    private static List<String> texts(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false).map(JsonNode::asText).toList();
    }
}
