package io.oreo.search;

import io.oreo.search.SearchTrace.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Draws a trace as an indented tree, one line a candidate. */
public final class TraceDrawing {

    private final SearchTrace trace;
    private final Map<Integer, List<Node>> children = new HashMap<>();
    private final Set<Integer> answerPath = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    private TraceDrawing(SearchTrace trace) {
        this.trace = trace;
        for (Node node : trace.nodes()) {
            children.computeIfAbsent(node.parent(), _ -> new ArrayList<>()).add(node);
        }
        int order = trace.chosen();
        while (order != SearchTrace.NO_PARENT) {
            answerPath.add(order);
            order = trace.nodes().get(order).parent();
        }
    }

    /** The search as a tree of text lines; the path to the answer is marked with a star. */
    public static String of(SearchTrace trace) {
        return new TraceDrawing(trace).draw();
    }

    private String draw() {
        text.append(trace.strategy()).append('\n');
        drawChildren(SearchTrace.NO_PARENT, "");
        return text.toString();
    }

    private void drawChildren(int parent, String indent) {
        List<Node> nodes = children.getOrDefault(parent, List.of());
        for (int i = 0; i < nodes.size(); i++) {
            boolean last = i == nodes.size() - 1;
            text.append(indent).append(last ? "└─ " : "├─ ").append(line(nodes.get(i)));
            text.append('\n');
            drawChildren(nodes.get(i).order(), indent + (last ? "   " : "│  "));
        }
    }

    private String line(Node node) {
        String value =
                node.value().isPresent()
                        ? String.format(Locale.ROOT, "%6.3f", node.value().getAsDouble())
                        : "     -";
        return "%s %s %-9s %s"
                .formatted(
                        answerPath.contains(node.order()) ? "*" : " ",
                        value,
                        node.status().name().toLowerCase(Locale.ROOT),
                        oneLine(node.text()));
    }

    private static String oneLine(String text) {
        return text.strip().replace("\r", "").replace("\n", " | ");
    }
}
