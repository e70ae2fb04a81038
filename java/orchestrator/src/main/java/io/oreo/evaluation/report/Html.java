package io.oreo.evaluation.report;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page. Every text goes through {@link #escape}. */
final class Html {

    /** A cell of so many characters is not broken over two lines. */
    private static final int SHORT = 9;

    private Html() {}

    /** Text that cannot end up as markup. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A table; cells are texts. */
    static String table(List<String> head, List<List<String>> rows) {
        return "<table><thead>%s</thead><tbody>%s</tbody></table>"
                .formatted(
                        row(head, "th"),
                        rows.stream().map(cells -> row(cells, "td")).collect(Collectors.joining()));
    }

    /** A drawing with its caption, which is text; nothing where there is no drawing. */
    static String figure(String caption, String drawing) {
        return drawing.isEmpty()
                ? ""
                : "<figure><figcaption>%s</figcaption>%s</figure>"
                        .formatted(escape(caption), drawing);
    }

    /** An entry of a legend: a dot in the colour of a class, and what it stands for. */
    static String key(String colour, String text) {
        return "<span class=\"key\"><i class=\"%s\"></i>%s</span>".formatted(colour, escape(text));
    }

    private static String row(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> cell(cell, tag))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String cell(String text, String tag) {
        String kind = text.length() <= SHORT ? " class=\"short\"" : "";
        return "<%s%s>%s</%s>".formatted(tag, kind, escape(text), tag);
    }
}
