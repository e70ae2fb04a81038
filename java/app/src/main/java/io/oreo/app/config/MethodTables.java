package io.oreo.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oreo.method.MethodCatalogue;
import io.oreo.method.MethodDescription;
import io.oreo.method.MethodOption;
import io.oreo.method.UnknownMethodException;
import java.util.List;

/**
 * Completes the tables {@code [[method]]}: name and objective stand for each other, options have
 * the defaults of the method's code, optimisers those of {@code [optimiser]} and {@code
 * [critic_optimiser]}.
 */
final class MethodTables {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RATE = "learning_rate";
    private static final String DEFAULT_OBJECTIVE = "oreo";
    private static final List<String> FROM_ELSEWHERE =
            List.of(
                    "name",
                    "objective",
                    RATE,
                    "optimiser",
                    "critic_learning_rate",
                    "critic_optimiser");

    private final MethodCatalogue catalogue;

    MethodTables(MethodCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The defaults without what a method's table has from elsewhere, see {@link #filled}. */
    static ObjectNode template(ObjectNode defaults) {
        ObjectNode template = defaults.deepCopy();
        template.path("method").forEach(each -> ((ObjectNode) each).remove(FROM_ELSEWHERE));
        return template;
    }

    /** What the method of a table is called. */
    static String name(JsonNode table) {
        String name = table.path("name").asText();
        return name.isEmpty() ? MethodDescription.label(objective(table)) : name;
    }

    /** A table that says only its name means the objective of that name. */
    private static String objective(JsonNode table) {
        String objective = table.path("objective").asText();
        String name = table.path("name").asText();
        return objective.isEmpty() ? (name.isEmpty() ? DEFAULT_OBJECTIVE : name) : objective;
    }

    /** The tree with every method complete. */
    ObjectNode filled(ObjectNode tree) {
        ObjectNode filled = tree.deepCopy();
        ObjectNode sft = filled.withObject("/sft");
        optimiser(sft, "optimiser", RATE, filled.path("optimiser"));
        for (JsonNode each : filled.path("method")) {
            ObjectNode table = (ObjectNode) each;
            table.set("objective", TextNode.valueOf(objective(table)));
            table.set("name", TextNode.valueOf(name(table)));
            optimiser(table, "optimiser", RATE, filled.path("optimiser"));
            optimiser(
                    table,
                    "critic_optimiser",
                    "critic_learning_rate",
                    filled.path("critic_optimiser"));
            options(table);
        }
        return filled;
    }

    private static void optimiser(ObjectNode table, String key, String rate, JsonNode defaults) {
        ObjectNode shape = JSON.createObjectNode();
        defaults.properties().stream()
                .filter(entry -> !entry.getKey().equals(RATE))
                .forEach(entry -> shape.set(entry.getKey(), entry.getValue()));
        if (table.get(key) instanceof ObjectNode own) {
            shape.setAll(own);
        }
        table.set(key, shape);
        table.putIfAbsent(rate, defaults.path(RATE));
    }

    private void options(ObjectNode table) {
        List<MethodOption> options;
        try {
            options = catalogue.describe(table.path("objective").asText()).options();
        } catch (UnknownMethodException _) {
            // The check of the settings says so, with all else that is wrong.
            return;
        }
        for (MethodOption option : options) {
            JsonNode given = table.get(option.name());
            Object value = given == null ? option.defaultValue() : plain(given);
            table.set(option.name(), JSON.valueToTree(option.held(value)));
        }
    }

    private static Object plain(JsonNode value) {
        return switch (value) {
            case ArrayNode list -> list.toString();
            case ObjectNode inner -> inner.toString();
            default ->
                    value.isNumber()
                            ? value.numberValue()
                            : value.isBoolean() ? (Object) value.booleanValue() : value.asText();
        };
    }
}
