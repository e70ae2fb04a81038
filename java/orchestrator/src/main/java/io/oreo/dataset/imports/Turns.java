package io.oreo.dataset.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.dataset.DropReason;
import io.oreo.worker.Tokenizer.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads texts and chat messages (the form of OpenAI and TRL) as turns of a dialogue. */
final class Turns {

    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    private static final String CALLS = "tool_calls";
    private static final Set<String> READ = Set.of("role", "content", "weight", "from", "value");
    private static final Map<String, String> SHARE_GPT =
            Map.of("human", USER, "gpt", ASSISTANT, "observation", "tool");
    private static final JsonMapper JSON = new JsonMapper();

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
            String role = role(message);
            if (role.isBlank()) {
                throw new UnusableRow(
                        DropReason.MISSING_FIELD,
                        "message %d has no role".formatted(turns.size() + 1));
            }
            boolean action = role.equals(ASSISTANT) && message.path("weight").asDouble(1) != 0;
            turns.add(new Turn(role, content(message, turns.size() + 1), action, more(message)));
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
        return new Turn(turn.role(), turn.text(), false, turn.moreJson());
    }

    /** Whether a turn says and does nothing. */
    static boolean isEmpty(Turn turn) {
        return turn.text().isBlank() && !turn.moreJson().contains('"' + CALLS + '"');
    }

    /** A field that holds JSON, or a text that is JSON. */
    static JsonNode parsed(JsonNode node) throws UnusableRow {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return JSON.readTree(node.textValue());
        } catch (JsonProcessingException noJson) {
            throw new UnusableRow(DropReason.MISSING_FIELD, "has tools that are no JSON");
        }
    }

    /** What a message says beside role and content, for the chat template; empty if nothing. */
    private static String more(JsonNode message) throws UnusableRow {
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            JsonNode value = field.getValue();
            boolean empty = value.isNull() || (value.isContainerNode() && value.isEmpty());
            boolean blank = value.isTextual() && value.textValue().isBlank();
            if (!READ.contains(field.getKey()) && !empty && !blank) {
                more.set(field.getKey(), field.getKey().equals(CALLS) ? parsed(value) : value);
            }
        }
        return more.isEmpty() ? "" : more.toString();
    }

    /** Who speaks; {@code from} and {@code value} are ShareGPT's words for role and content. */
    private static String role(JsonNode message) {
        String from = message.path("from").asText("");
        return message.path("role").asText(SHARE_GPT.getOrDefault(from, from));
    }

    private static String content(JsonNode message, int number) throws UnusableRow {
        JsonNode content = message.has("content") ? message.get("content") : message.path("value");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (content.isArray()) {
            return parts(content, number);
        }
        if (content.isNull() || (content.isMissingNode() && !more(message).isEmpty())) {
            return "";
        }
        throw new UnusableRow(
                DropReason.MISSING_FIELD, "message %d has no content".formatted(number));
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
