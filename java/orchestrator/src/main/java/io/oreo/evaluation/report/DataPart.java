package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.Sentences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was read, used and dropped; and what the run was made from. */
final class DataPart {

    static final List<String> COLUMNS = List.of("key", "value");

    private DataPart() {}

    /** Reports on the data, then on what was selected from it, by what they are about. */
    static Map<String, JsonNode> cards(ReportInput input) {
        Map<String, JsonNode> cards = new LinkedHashMap<>();
        new TreeMap<>(input.dataReports())
                .forEach((name, json) -> cards.put(name, ReportJson.parsed(json)));
        new TreeMap<>(input.selections())
                .forEach(
                        (name, json) -> cards.put("selected for " + name, ReportJson.parsed(json)));
        return cards;
    }

    /** Keys and values in the order of the keys. */
    static List<List<String>> rows(Map<String, String> entries) {
        return new TreeMap<>(entries)
                .entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList();
    }

    static String name(String key) {
        return key.replace('_', ' ').toLowerCase(ROOT);
    }

    static String value(JsonNode leaf) {
        return leaf.isIntegralNumber() ? Sentences.whole(leaf.asDouble()) : leaf.asText();
    }
}
