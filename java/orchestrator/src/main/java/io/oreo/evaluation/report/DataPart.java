package io.oreo.evaluation.report;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was read, used and dropped; and what the run was made from. */
final class DataPart {

    private DataPart() {}

    static String html(ReportInput input) {
        Map<String, String> cards = new LinkedHashMap<>(new TreeMap<>(input.dataReports()));
        new TreeMap<>(input.selections())
                .forEach((name, json) -> cards.put("selected for " + name, json));
        return cards.entrySet().stream()
                .map(
                        card ->
                                "<article class=\"card\"><h3>%s</h3>%s</article>"
                                        .formatted(
                                                Html.escape(card.getKey()),
                                                value(ReportJson.parsed(card.getValue()))))
                .collect(Collectors.joining("", "<div class=\"two\">", "</div>"));
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
}
