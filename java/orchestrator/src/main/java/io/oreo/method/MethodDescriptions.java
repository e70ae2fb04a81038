package io.oreo.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code python -m oreo_worker.catalogue} prints. */
public final class MethodDescriptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MethodDescriptions() {}

    /**
     * Methods by objective, in the order of the text, a JSON list.
     *
     * @throws UnknownMethodException if one of them says that it cannot be used
     * @throws IllegalArgumentException if the text is no catalogue
     */
    public static Map<String, MethodDescription> parse(String json) {
        Map<String, MethodDescription> found = new LinkedHashMap<>();
        for (JsonNode each : tree(json)) {
            if (each.has("error")) {
                throw new UnknownMethodException(each.path("error").asText());
            }
            MethodDescription description = description(each);
            found.put(description.objective(), description);
        }
        return found;
    }

    private static JsonNode tree(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            if (tree.isArray()) {
                return tree;
            }
        } catch (JsonProcessingException _) {
            // The refusal below says all there is to say.
        }
        throw new IllegalArgumentException("this is no catalogue of methods: " + start(json));
    }

    private static String start(String json) {
        return json.substring(0, Math.min(200, json.length()));
    }

    private static MethodDescription description(JsonNode node) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        node.path("needs").forEach(each -> needs.add(Need.valueOf(upper(each))));
        List<MethodOption> options = new ArrayList<>();
        node.path("options").forEach(each -> options.add(option(each)));
        String beta = node.path("soft_bellman_beta").asText();
        return new MethodDescription(
                node.path("name").asText(),
                node.path("source").asText(),
                node.path("text").asText(),
                LearnsFrom.valueOf(upper(node.path("learns_from"))),
                needs,
                beta.isEmpty() ? Optional.empty() : Optional.of(beta),
                texts(node.path("not_all_zero")),
                options);
    }

    private static MethodOption option(JsonNode node) {
        MethodOption.Kind kind = MethodOption.Kind.valueOf(upper(node.path("kind")));
        return new MethodOption(
                node.path("name").asText(),
                kind,
                value(kind, node.path("default")),
                node.path("text").asText(),
                bound(node, "at_least"),
                bound(node, "above"),
                bound(node, "at_most"),
                texts(node.path("choices")));
    }

    private static Object value(MethodOption.Kind kind, JsonNode node) {
        return switch (kind) {
            case NUMBER -> node.doubleValue();
            case INTEGER -> node.longValue();
            case FLAG -> node.booleanValue();
            case TEXT -> node.textValue();
        };
    }

    private static @Nullable Double bound(JsonNode node, String name) {
        return node.has(name) ? node.path(name).doubleValue() : null;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static String upper(JsonNode node) {
        return node.asText().toUpperCase(Locale.ROOT);
    }
}
