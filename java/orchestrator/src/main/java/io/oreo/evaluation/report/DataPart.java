package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was read, used and dropped; and what the run was made from. */
final class DataPart {

    private static final JsonMapper JSON = new JsonMapper();

    private DataPart() {}

    /** Data reports by what they are about, as JSON. */
    static ObjectNode json(ReportInput input) {
        return json(input.dataReports(), "");
    }

    /** What each training learned from, as JSON. */
    static ObjectNode selections(ReportInput input) {
        return json(input.selections(), "");
    }

    private static ObjectNode json(Map<String, String> reports, String prefix) {
        ObjectNode data = JSON.createObjectNode();
        new TreeMap<>(reports).forEach((name, json) -> data.set(prefix + name, parsed(json)));
        return data;
    }

    static String html(ReportInput input) {
        StringBuilder out = new StringBuilder();
        ObjectNode all = json(input);
        all.setAll(json(input.selections(), "selected for "));
        all.properties()
                .forEach(
                        report -> {
                            out.append(
                                    "<article class=\"card\"><h3>%s</h3>"
                                            .formatted(Html.escape(report.getKey())));
                            out.append(value(report.getValue())).append("</article>");
                        });
        return "<div class=\"two\">%s</div>".formatted(out);
    }

    static String settings(ReportInput input) {
        return "<details><summary>Settings</summary>%s</details>".formatted(table(input.settings()))
                + "<details><summary>Devices and libraries</summary>%s</details>"
                        .formatted(table(input.environment()));
    }

    private static String table(Map<String, String> entries) {
        return Html.table(
                List.of("key", "value"),
                new TreeMap<>(entries)
                        .entrySet().stream()
                                .map(entry -> List.of(entry.getKey(), entry.getValue()))
                                .toList());
    }

    /** Any JSON, as nested lists of names and values. */
    private static String value(JsonNode node) {
        if (node.isObject()) {
            return node.isEmpty()
                    ? "<span class=\"soft\">none</span>"
                    : node.properties().stream()
                            .map(
                                    field ->
                                            "<dt>%s</dt><dd>%s</dd>"
                                                    .formatted(
                                                            Html.escape(name(field.getKey())),
                                                            value(field.getValue())))
                            .collect(Collectors.joining("", "<dl>", "</dl>"));
        }
        if (node.isArray()) {
            return node.valueStream()
                    .map(DataPart::value)
                    .collect(Collectors.joining("</li><li>", "<ul><li>", "</li></ul>"));
        }
        return node.isIntegralNumber()
                ? Sentences.whole(node.asDouble())
                : Html.escape(node.asText());
    }

    private static String name(String key) {
        return key.replace('_', ' ').toLowerCase(ROOT);
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("a data report is no JSON: " + json, damaged);
        }
    }
}
