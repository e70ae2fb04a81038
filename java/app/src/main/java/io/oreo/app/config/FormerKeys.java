package io.oreo.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of earlier run files: those that now have another name, and those before there were {@code
 * [[method]]} tables: {@code algorithm}, {@code baselines}, {@code [[ablation]]} and a table per
 * algorithm. A run file that has them is refused with what to write in their place; the settings of
 * runs that were made with them are translated, so that old runs keep opening.
 */
final class FormerKeys {

    private static final List<String> TABLES =
            List.of(
                    "algorithm",
                    "baselines",
                    "ablation",
                    "oreo",
                    "oreo_step",
                    "oreo_response",
                    "pcl",
                    "rejection",
                    "dpo",
                    "kto",
                    "dqo");
    private static final Map<String, String> RENAMED = Map.of("target_rate", "tau");

    /** Keys of the table {@code collect} that have another name now. */
    private static final Map<String, String> RENAMED_COLLECT =
            Map.of("max_right", "max_correct", "max_wrong", "max_incorrect");

    private FormerKeys() {}

    /**
     * Refuses a run file with former keys.
     *
     * @throws ConfigurationException naming the keys and the lines that take their place
     */
    static void refuse(Layer file) {
        List<String> problems = new ArrayList<>();
        for (String key : file.leaves().keySet()) {
            renamed(key)
                    .map(
                            name ->
                                    "%s: %s is a key of an earlier version; write %s"
                                            .formatted(file.place(key), key, name))
                    .ifPresent(problems::add);
        }
        if (hasTables(file.values())) {
            problems.add(tables(file));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private static String tables(Layer file) {
        List<String> found = file.leaves().keySet().stream().filter(key -> isFormer(key)).toList();
        ObjectNode translated = translated(file.values());
        ObjectNode lines = translated.objectNode();
        lines.set("sft", translated.path("sft"));
        lines.set("method", translated.path("method"));
        return ("%s: %s: %s of an earlier version; methods are tables now. Write in place of them"
                        + " (and of [sft]):%n%n%s")
                .formatted(
                        file.place(found.getFirst()),
                        String.join(", ", found),
                        found.size() == 1 ? "is a key" : "are keys",
                        SettingsText.toml(lines));
    }

    /** The layer with what former keys stood for said in today's. */
    static Layer translated(Layer file) {
        ObjectNode values = renamed(file.values());
        return new Layer(
                file.name(), hasTables(values) ? translated(values) : values, file.lines());
    }

    /** Where a former key is found today. */
    static Optional<String> successor(String key) {
        if (renamed(key).isPresent()) {
            return renamed(key);
        }
        String[] names = key.split("\\.", -1);
        if (names.length < 2 || !isFormer(key)) {
            return isFormer(key) ? Optional.of("[[method]] tables") : Optional.empty();
        }
        String method = names[0].replace('_', '-');
        String rest =
                key.substring(key.indexOf('.') + 1)
                        .replaceFirst("^training\\.", "")
                        .replaceFirst("^(optimiser\\.)?learning_rate$", "learning_rate")
                        .replaceFirst("^critic\\.learning_rate$", "critic_learning_rate")
                        .replaceFirst("^critic\\.", "critic_optimiser.")
                        .replaceFirst("^target_rate$", "tau");
        return Optional.of(
                names[0].equals("sft") ? "sft." + rest : "method.%s.%s".formatted(method, rest));
    }

    private static boolean isFormer(String key) {
        return TABLES.contains(key.replaceFirst("[.\\[].*", ""))
                || key.equals("sft.optimiser.learning_rate");
    }

    private static Optional<String> renamed(String key) {
        String table = "collect.";
        return key.startsWith(table)
                ? Optional.ofNullable(RENAMED_COLLECT.get(key.substring(table.length())))
                        .map(table::concat)
                : Optional.empty();
    }

    private static ObjectNode renamed(ObjectNode values) {
        ObjectNode result = values.deepCopy();
        if (result.path("collect") instanceof ObjectNode collect) {
            RENAMED_COLLECT.forEach(
                    (former, today) -> {
                        if (collect.has(former)) {
                            collect.set(today, collect.remove(former));
                        }
                    });
        }
        return result;
    }

    private static boolean hasTables(ObjectNode values) {
        return TABLES.stream().anyMatch(values::has)
                || values.path("sft").path("optimiser").has("learning_rate");
    }

    private static ObjectNode translated(ObjectNode values) {
        ObjectNode former = Layer.parse("former-defaults.toml", resource()).values();
        over(former, values);
        ObjectNode result = values.deepCopy();
        result.remove(TABLES);
        ObjectNode sft = result.withObject("/sft");
        training(sft, former.path("sft"));
        ArrayNode methods = result.putArray("method");
        method(methods.addObject(), former, former.path("algorithm").asText());
        former.path("baselines")
                .forEach(each -> method(methods.addObject(), former, each.asText()));
        former.path("ablation").forEach(each -> ablation(methods.addObject(), former, each));
        // Baselines used to learn from the main algorithm's rollouts, in every iteration.
        if (values.path("iterations").asInt(1) > 1) {
            methods.valueStream()
                    .skip(1)
                    .forEach(each -> ((ObjectNode) each).put("rollouts", "shared"));
        }
        return result;
    }

    private static void method(ObjectNode method, ObjectNode former, String label) {
        switch (label) {
            case "oreo" -> oreo(method, label, former);
            case "oreo-step" -> relative(method, label, former, former.path("oreo_step"), "step");
            case "oreo-response" ->
                    relative(method, label, former, former.path("oreo_response"), "response");
            case "pcl" -> {
                String level = former.path("oreo").path("level").asText();
                relative(method, label, former, former.path("pcl"), level);
                method.put("gradient", "path");
            }
            default -> {
                JsonNode table = former.path(label.replace('-', '_'));
                method.put("objective", label);
                training(method, table.has("training") ? table.path("training") : table);
                numbers(method, table);
                critic(method, table.path("critic"));
            }
        }
    }

    private static void oreo(ObjectNode method, String name, ObjectNode former) {
        JsonNode oreo = former.path("oreo");
        method.put("name", name).put("objective", "oreo");
        training(method, oreo.path("training"));
        numbers(method, oreo);
        critic(method, oreo.path("critic"));
    }

    private static void relative(
            ObjectNode method, String name, ObjectNode former, JsonNode own, String level) {
        oreo(method, name, former);
        method.put("level", level);
        numbers(method, own);
    }

    private static void ablation(ObjectNode method, ObjectNode former, JsonNode own) {
        oreo(method, own.path("name").asText(), former);
        numbers(method, own);
    }

    /** The values of a table that are no tables. */
    private static void numbers(ObjectNode method, JsonNode table) {
        table.properties().stream()
                .filter(entry -> entry.getValue().isValueNode())
                .forEach(
                        entry ->
                                method.set(
                                        RENAMED.getOrDefault(entry.getKey(), entry.getKey()),
                                        entry.getValue()));
    }

    private static void training(ObjectNode method, JsonNode table) {
        numbers(method, table);
        optimiser(method, table.path("optimiser"), "learning_rate", "optimiser");
    }

    private static void critic(ObjectNode method, JsonNode table) {
        optimiser(method, table, "critic_learning_rate", "critic_optimiser");
    }

    private static void optimiser(ObjectNode method, JsonNode table, String rate, String rest) {
        if (table instanceof ObjectNode optimiser && !optimiser.isEmpty()) {
            ObjectNode shape = optimiser.deepCopy();
            method.set(rate, shape.remove("learning_rate"));
            method.set(rest, shape);
        }
    }

    private static void over(ObjectNode below, ObjectNode above) {
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            if (entry.getValue() instanceof ObjectNode table
                    && below.get(entry.getKey()) instanceof ObjectNode inner) {
                over(inner, table);
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static String resource() {
        try (InputStream stream = FormerKeys.class.getResourceAsStream("former-defaults.toml")) {
            if (stream == null) {
                throw new IllegalStateException("former-defaults.toml is not packaged");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
