package io.oreo.alfworld.game;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.text.Entity;
import io.oreo.alfworld.text.GrammarCompiler.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that only Python knows about a game, as {@code oreo_alfworld.preparation} delivers it.
 *
 * @param sas the planning task of Fast Downward's translator
 * @param types declared type of each object
 * @param entities by id: what the player reads
 * @param parameters of the actions of the task
 * @param actions template and feedback by name of the action, parsed
 * @param rules alternatives by name of the rule, parsed
 * @param facts that the game starts with
 * @param walkthrough commands that win, if the game file holds them
 */
public record GameDocument(
        String sas,
        Map<String, String> types,
        SortedMap<String, Entity> entities,
        Map<String, List<Parameter>> parameters,
        JsonNode actions,
        JsonNode rules,
        List<GroundFact> facts,
        Optional<List<String>> walkthrough) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A fact by names. */
    public record GroundFact(String predicate, List<String> arguments, List<String> types) {
        public GroundFact {
            arguments = List.copyOf(arguments);
            types = List.copyOf(types);
        }
    }

    /**
     * Reads a document.
     *
     * @throws GameException if it is no such document
     */
    public static GameDocument read(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw GameException.malformed("what Python delivered is no JSON: " + e.getMessage());
        }
        Map<String, String> types = new LinkedHashMap<>();
        field(root, "objects").properties().forEach(e -> types.put(e.getKey(), text(e.getValue())));
        SortedMap<String, Entity> entities = new TreeMap<>();
        field(root, "entities").forEach(entity -> add(entities, entity));
        Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
        field(root, "operators")
                .properties()
                .forEach(e -> parameters.put(e.getKey(), parameters(e.getValue())));
        List<GroundFact> facts = new ArrayList<>();
        field(root, "facts")
                .forEach(
                        fact ->
                                facts.add(
                                        new GroundFact(
                                                text(fact.path(0)),
                                                texts(fact.path(1)),
                                                texts(fact.path(2)))));
        JsonNode walkthrough = root.path("walkthrough");
        return new GameDocument(
                text(field(root, "sas")),
                types,
                entities,
                parameters,
                field(root, "actions"),
                field(root, "rules"),
                facts,
                walkthrough.isArray() ? Optional.of(texts(walkthrough)) : Optional.empty());
    }

    private static void add(Map<String, Entity> entities, JsonNode node) {
        String id = text(field(node, "id"));
        entities.put(
                id,
                new Entity(
                        id,
                        text(field(node, "type")),
                        text(field(node, "name")),
                        text(field(node, "definite")),
                        text(field(node, "indefinite"))));
    }

    private static List<Parameter> parameters(JsonNode nodes) {
        List<Parameter> parameters = new ArrayList<>();
        nodes.forEach(n -> parameters.add(new Parameter(text(n.path(0)), text(n.path(1)))));
        return List.copyOf(parameters);
    }

    private static List<String> texts(JsonNode nodes) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(text(node)));
        return List.copyOf(texts);
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (field.isMissingNode()) {
            throw GameException.malformed("what Python delivered lacks '" + name + "'");
        }
        return field;
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw GameException.malformed("what Python delivered holds " + node + " for a text");
        }
        return node.asText();
    }
}
