package io.oreo.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Finds keys that do not exist and values of the wrong kind. Both are taken out of the checked
 * tree, so that the rest can be checked further.
 */
final class LayerCheck {

    private final Schema schema;
    private final Problems problems;
    private final UnaryOperator<String> place;

    /**
     * @param place says where a key was set
     */
    LayerCheck(Schema schema, Problems problems, UnaryOperator<String> place) {
        this.schema = schema;
        this.problems = problems;
        this.place = place;
    }

    void table(String prefix, ObjectNode values, Kind.Table table) {
        table(prefix, values, table, false);
    }

    /**
     * @param open whether keys that the table does not have are others' to check
     */
    private void table(String prefix, ObjectNode values, Kind.Table table, boolean open) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(values.properties())) {
            String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
            Kind kind = table.keys().get(entry.getKey());
            if (kind == null && open) {
                kind = new Kind.Any();
            }
            if (kind == null) {
                problems.add(place.apply(key), key, unknown(key));
                values.remove(entry.getKey());
            } else if (!value(key, entry.getValue(), kind)) {
                problems.add(
                        place.apply(key),
                        key,
                        "is %s; it must be %s".formatted(shown(entry.getValue()), kind.inWords()));
                values.remove(entry.getKey());
            }
        }
    }

    /** Whether the value is of the kind; looks into tables. */
    boolean value(String key, JsonNode value, Kind kind) {
        return switch (kind) {
            case Kind.Text _ -> value.isTextual();
            case Kind.Whole whole ->
                    whole.bits() == Integer.SIZE
                            ? value.isInt()
                            : value.canConvertToLong() && value.isIntegralNumber();
            case Kind.Real _ -> value.isNumber();
            case Kind.Flag _ -> value.isBoolean();
            case Kind.Texts _ ->
                    value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
            case Kind.FreeTable _ -> value.isObject();
            case Kind.Any _ -> value.isValueNode();
            case Kind.Table inner -> {
                if (value instanceof ObjectNode object) {
                    table(key, object, inner);
                }
                yield value.isObject();
            }
            case Kind.Tables list -> tables(key, value, list);
        };
    }

    private boolean tables(String key, JsonNode value, Kind.Tables list) {
        if (!(value instanceof ArrayNode array)
                || !array.valueStream().allMatch(JsonNode::isObject)) {
            return false;
        }
        for (int i = 0; i < array.size(); i++) {
            ObjectNode each = (ObjectNode) array.get(i);
            table("%s[%d]".formatted(key, i), each, list.each(), list.open());
        }
        return true;
    }

    String unknown(String key) {
        String bare = key.replaceAll("\\[\\d+]", "[]");
        return NearestKey.of(bare, schema.names())
                .map("there is no such key; did you mean %s?"::formatted)
                .orElse("there is no such key; defaults.toml lists all (`./oreo iterate --keys`)");
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }
}
