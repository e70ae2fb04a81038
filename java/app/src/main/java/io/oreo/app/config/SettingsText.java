package io.oreo.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.schedule.settings.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Settings as records, as a tree of values, and as TOML. */
public final class SettingsText {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private SettingsText() {}

    /** The settings that a tree with every key holds. */
    static RunSettings bind(ObjectNode tree) {
        try {
            return JSON.treeToValue(tree, RunSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checked settings do not bind", e);
        }
    }

    /** Settings as TOML with every key; {@link RunConfiguration#readResolved} reads it. */
    public static String toml(RunSettings settings) {
        return toml(JSON.<ObjectNode>valueToTree(settings));
    }

    /** A tree of values as TOML. */
    static String toml(ObjectNode values) {
        StringBuilder text = new StringBuilder();
        write("", values, text);
        return text.toString();
    }

    /** Settings as texts by dotted key, every key once; tables of a list are numbered. */
    public static Map<String, String> byKey(RunSettings settings) {
        Map<String, String> leaves = new TreeMap<>();
        flatten("", JSON.valueToTree(settings), leaves);
        return leaves;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(e -> flatten(join(prefix, e.getKey()), e.getValue(), leaves));
        } else if (isTables(node)) {
            for (int i = 0; i < node.size(); i++) {
                flatten("%s[%d]".formatted(prefix, i), node.get(i), leaves);
            }
        } else {
            leaves.put(prefix, node.isTextual() ? node.textValue() : node.toString());
        }
    }

    private static String join(String prefix, String key) {
        return prefix.isEmpty() ? key : prefix + "." + key;
    }

    private static void write(String table, ObjectNode values, StringBuilder text) {
        List<Map.Entry<String, JsonNode>> inner = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            if (isTable(entry.getValue()) || isTables(entry.getValue())) {
                inner.add(entry);
            } else {
                text.append(key(entry.getKey()))
                        .append(" = ")
                        .append(inline(entry.getValue()))
                        .append('\n');
            }
        }
        for (Map.Entry<String, JsonNode> entry : inner) {
            String name = table.isEmpty() ? key(entry.getKey()) : table + "." + key(entry.getKey());
            if (entry.getValue() instanceof ArrayNode list) {
                for (JsonNode each : list) {
                    text.append("\n[[").append(name).append("]]\n");
                    write(name, (ObjectNode) each, text);
                }
            } else {
                text.append("\n[").append(name).append("]\n");
                write(name, (ObjectNode) entry.getValue(), text);
            }
        }
    }

    private static boolean isTable(JsonNode value) {
        return value.isObject() && !value.isEmpty();
    }

    private static boolean isTables(JsonNode value) {
        return value.isArray()
                && !value.isEmpty()
                && value.valueStream().allMatch(JsonNode::isObject);
    }

    private static String inline(JsonNode value) {
        if (value instanceof ArrayNode list) {
            return list.valueStream()
                    .map(SettingsText::inline)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof ObjectNode table) {
            return table.properties().stream()
                    .map(entry -> key(entry.getKey()) + " = " + inline(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.isTextual() ? quoted(value.textValue()) : value.toString();
    }

    private static String key(String name) {
        return BARE_KEY.matcher(name).matches() ? name : quoted(name);
    }

    /** A TOML basic string. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
