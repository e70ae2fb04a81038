package io.oreo.app.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A TOML text as values, with the lines they came from.
 *
 * @param name what messages call it: the file's path
 * @param values what it says
 * @param lines where it says so
 */
record Layer(String name, ObjectNode values, KeyLines lines) {

    private static final TomlMapper TOML = new TomlMapper();

    /**
     * @throws ConfigurationException if the text is no TOML
     */
    static Layer parse(String name, String toml) {
        return new Layer(name, tree(name, toml), new KeyLines(toml));
    }

    /** Where a key stands. */
    String place(String key) {
        return lines.find(key).map(line -> name + ":" + line).orElse(name);
    }

    /** Every value that is set, by its dotted key. */
    Map<String, JsonNode> leaves() {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        flatten("", values, leaves);
        return leaves;
    }

    static void flatten(String key, JsonNode node, Map<String, JsonNode> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(
                            entry ->
                                    flatten(
                                            key.isEmpty()
                                                    ? entry.getKey()
                                                    : key + "." + entry.getKey(),
                                            entry.getValue(),
                                            leaves));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                flatten("%s[%d]".formatted(key, i), node.get(i), leaves);
            }
        } else if (!key.isEmpty()) {
            leaves.put(key, node);
        }
    }

    private static ObjectNode tree(String name, String toml) {
        try {
            return (ObjectNode) TOML.readTree(toml);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ConfigurationException(
                    "%s:%d: this is no TOML: %s".formatted(name, line, reason));
        }
    }
}
