package io.oreo.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code --set key=value}. The value is written as in TOML; a bare word stands for a text, bare
 * words with commas for a list of texts.
 *
 * @param key dotted; {@code evaluation.search[1].width} is the second search's
 * @param value what it is set to
 */
record Assignment(String key, JsonNode value) {

    private static final Pattern LISTED = Pattern.compile("(.+)\\[(\\d{1,6})]");

    /** The assignment in words, or empty if the text is none. */
    static Optional<Assignment> parse(String assignment, Schema schema) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            return Optional.empty();
        }
        String key = assignment.substring(0, equals).strip();
        String text = assignment.substring(equals + 1).strip();
        Kind kind = schema.find(key).orElseGet(Kind.Any::new);
        return Optional.of(new Assignment(key, value(text, kind)));
    }

    private static JsonNode value(String text, Kind kind) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonNode typed;
        try {
            typed = Layer.parse("--set", "value = " + text).values().path("value");
        } catch (ConfigurationException _) {
            typed = nodes.textNode(text);
        }
        boolean bare = !typed.isContainerNode();
        if (kind instanceof Kind.Text && bare && !typed.isTextual()) {
            return nodes.textNode(text);
        }
        if (kind instanceof Kind.Texts && bare) {
            ArrayNode words = nodes.arrayNode();
            String listed = typed.isTextual() ? typed.textValue() : text;
            if (!listed.isBlank()) {
                for (String word : listed.split(",", -1)) {
                    words.add(word.strip());
                }
            }
            return words;
        }
        return typed;
    }

    /** {@code method.dpo.beta} as {@code method[1].beta}, where the second method is called dpo. */
    Assignment numbered(ObjectNode root) {
        String[] names = key.split("\\.", 3);
        if (names.length < 3 || !(root.path(names[0]) instanceof ArrayNode tables)) {
            return this;
        }
        for (int i = 0; i < tables.size(); i++) {
            if (MethodTables.name(tables.get(i)).equals(names[1])) {
                return new Assignment("%s[%d].%s".formatted(names[0], i, names[2]), value);
            }
        }
        return this;
    }

    /**
     * Writes the value into the tree.
     *
     * @return whether the tree has such a place
     */
    boolean apply(ObjectNode root) {
        ObjectNode table = root;
        String[] names = key.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = child(table, names[i]);
            if (next.isMissingNode() && !LISTED.matcher(names[i]).matches()) {
                next = table.putObject(names[i]);
            }
            if (!(next instanceof ObjectNode inner)) {
                return false;
            }
            table = inner;
        }
        String last = names[names.length - 1];
        if (LISTED.matcher(last).matches()) {
            return false;
        }
        table.set(last, value);
        return true;
    }

    private static JsonNode child(ObjectNode table, String name) {
        Matcher listed = LISTED.matcher(name);
        return listed.matches()
                ? table.path(listed.group(1)).path(Integer.parseInt(listed.group(2)))
                : table.path(name);
    }

    /** The keys that hold a value because of this assignment. */
    Set<String> leaves() {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        Layer.flatten(key, value, leaves);
        return leaves.keySet();
    }

    /** Whether the key lies in a table whose keys are not ours to know. */
    boolean isInsideFreeTable(Schema schema) {
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
            if (schema.find(key.substring(0, dot))
                    .filter(Kind.FreeTable.class::isInstance)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
