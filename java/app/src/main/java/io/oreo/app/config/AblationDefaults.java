package io.oreo.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** What the table of an ablation leaves out: it is as in {@code [oreo]} of the same run. */
final class AblationDefaults {

    private AblationDefaults() {}

    /** The tree with every ablation complete. */
    static ObjectNode filled(ObjectNode tree) {
        ObjectNode filled = tree.deepCopy();
        JsonNode oreo = filled.path("oreo");
        for (JsonNode each : filled.path("ablation")) {
            ObjectNode ablation = (ObjectNode) each;
            ablation.putIfAbsent("name", TextNode.valueOf(""));
            for (String key : new String[] {"level", "beta", "alpha", "lambda"}) {
                ablation.putIfAbsent(key, oreo.path(key));
            }
            ablation.putIfAbsent("learning_rate", oreo.at("/training/optimiser/learning_rate"));
        }
        return filled;
    }
}
