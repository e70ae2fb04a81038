package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.dataset.DropReason;
import io.oreo.worker.Tokenizer.Turn;
import java.util.ArrayList;
import java.util.List;

/** Reads texts and chat messages (the form of OpenAI and TRL) as turns of a dialogue. */
final class Turns {

    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    private Turns() {}

    /** A prompt: a text, or messages of which the policy wrote none in this attempt. */
    static List<Turn> prompt(JsonNode node, String separator) throws UnusableRow {
        if (isMessages(node)) {
            return messages(node).stream().map(Turns::asContext).toList();
        }
        String text = text(node, "the prompt");
        if (text.isBlank()) {
            throw new UnusableRow(DropReason.MISSING_FIELD, "has an empty prompt");
        }
        return List.of(new Turn(USER, text + separator, false));
    }

    /** A response: a text, a list of lines, or messages of which the assistant's are actions. */
    static List<Turn> response(JsonNode node) throws UnusableRow {
        return isMessages(node)
                ? messages(node)
                : List.of(new Turn(ASSISTANT, text(node, "the response"), true));
    }

    /** Whether the node is a list of messages. */
    static boolean isMessages(JsonNode node) {
        return node.isArray() && !node.isEmpty() && node.get(0).isObject();
    }

    /** Messages in order; the assistant's are actions unless their weight is 0. */
    static List<Turn> messages(JsonNode node) throws UnusableRow {
        if (!isMessages(node)) {
            throw new UnusableRow(DropReason.MISSING_FIELD, "has no list of messages");
        }
        List<Turn> turns = new ArrayList<>(node.size());
        for (JsonNode message : node) {
            String role = message.path("role").asText("");
            if (role.isBlank()) {
                throw new UnusableRow(
                        DropReason.MISSING_FIELD,
                        "message %d has no role".formatted(turns.size() + 1));
            }
            boolean action = role.equals(ASSISTANT) && message.path("weight").asDouble(1) != 0;
            turns.add(new Turn(role, content(message, turns.size() + 1), action));
        }
        return turns;
    }

    /**
     * A text in which the lines that begin with the marker are the policy's. Lines keep their
     * breaks, so that the turns joined are the text.
     */
    static List<Turn> transcript(JsonNode node, String marker) throws UnusableRow {
        List<Turn> turns = new ArrayList<>();
        for (String line : text(node, "the transcript").split("(?<=\n)", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            boolean action = line.startsWith(marker);
            if (!turns.isEmpty() && turns.getLast().action() == action) {
                Turn joined = turns.removeLast();
                turns.add(new Turn(joined.role(), joined.text() + line, action));
            } else {
                turns.add(new Turn(action ? ASSISTANT : USER, line, action));
            }
        }
        return turns;
    }

    /** The same turn as something that was only read. */
    static Turn asContext(Turn turn) {
        return new Turn(turn.role(), turn.text(), false);
    }

    private static String content(JsonNode message, int number) throws UnusableRow {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (content.isArray()) {
            return parts(content, number);
        }
        throw new UnusableRow(
                DropReason.MISSING_FIELD,
                message.has("tool_calls")
                        ? "message %d calls a tool and says nothing; write the call as its content"
                                .formatted(number)
                        : "message %d has no content".formatted(number));
    }

    /** Content in parts, of which only texts are understood. */
    private static String parts(JsonNode content, int number) throws UnusableRow {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("text").isTextual()) {
                throw new UnusableRow(
                        DropReason.MISSING_FIELD,
                        "message %d has a part that is no text".formatted(number));
            }
            text.append(part.get("text").textValue());
        }
        return text.toString();
    }

    private static String text(JsonNode node, String what) throws UnusableRow {
        if (node.isTextual()) {
            return node.textValue();
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode line : node) {
            if (line.isTextual()) {
                lines.add(line.textValue());
            }
        }
        if (!node.isArray() || lines.size() < node.size()) {
            throw new UnusableRow(
                    DropReason.MISSING_FIELD, what + " is no text and no list of texts");
        }
        return String.join("\n", lines);
    }
}
