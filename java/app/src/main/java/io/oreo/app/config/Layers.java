package io.oreo.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Lays one tree of values over another: tables are merged key by key, everything else is replaced.
 * A list of tables is replaced as a whole, and what one of its tables leaves out is taken from the
 * first table of that list in the defaults, if there is one.
 */
final class Layers {

    private final Schema schema;
    private final ObjectNode defaults;

    Layers(Schema schema, ObjectNode defaults) {
        this.schema = schema;
        this.defaults = defaults;
    }

    ObjectNode lay(ObjectNode below, ObjectNode above) {
        ObjectNode result = below.deepCopy();
        merge(result, above, schema.root(), defaults);
        return result;
    }

    /** The tree with every list of tables completed from the defaults. */
    ObjectNode completed(ObjectNode tree) {
        return lay(tree, tree);
    }

    private void merge(ObjectNode into, ObjectNode above, Kind.Table table, JsonNode template) {
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            Kind kind = table.keys().get(name);
            if (kind instanceof Kind.Table inner && into.get(name) instanceof ObjectNode below) {
                merge(below, (ObjectNode) value, inner, template.path(name));
            } else if (kind instanceof Kind.Tables) {
                into.set(name, complete((ArrayNode) value, template.path(name).path(0)));
            } else if (kind instanceof Kind.FreeTable
                    && into.get(name) instanceof ObjectNode below) {
                mergeFree(below, (ObjectNode) value);
            } else {
                into.set(name, value.deepCopy());
            }
        }
    }

    private static ArrayNode complete(ArrayNode tables, JsonNode template) {
        ArrayNode result = tables.arrayNode();
        for (JsonNode table : tables) {
            ObjectNode full = tables.objectNode();
            if (template instanceof ObjectNode first) {
                full.setAll(first);
            }
            full.setAll((ObjectNode) table);
            result.add(full);
        }
        return result;
    }

    private static void mergeFree(ObjectNode into, ObjectNode above) {
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            if (entry.getValue() instanceof ObjectNode inner
                    && into.get(entry.getKey()) instanceof ObjectNode below) {
                mergeFree(below, inner);
            } else {
                into.set(entry.getKey(), entry.getValue().deepCopy());
            }
        }
    }
}
