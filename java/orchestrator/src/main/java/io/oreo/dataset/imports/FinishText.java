package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.dataset.DropReason;
import java.util.Locale;
import java.util.Set;

/** What rows write for the way in which a response ended. */
final class FinishText {

    private static final Set<String> TRUNCATED =
            Set.of(
                    "true",
                    "1",
                    "yes",
                    "length",
                    "max_tokens",
                    "max_length",
                    "max_new_tokens",
                    "max_output_tokens",
                    "model_length",
                    "truncated",
                    "incomplete");
    private static final Set<String> ENDED =
            Set.of(
                    "",
                    "false",
                    "0",
                    "no",
                    "stop",
                    "eos",
                    "eos_token",
                    "end",
                    "end_turn",
                    "stop_sequence",
                    "stop_token",
                    "tool_calls",
                    "tool_use",
                    "function_call",
                    "completed",
                    "finished");

    private FinishText() {}

    /** Whether a limit on tokens cut the response off, by a truth value or a finish reason. */
    static boolean isTruncated(JsonNode node) throws UnusableRow {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        String word = node.asText().strip().toLowerCase(Locale.ROOT);
        if (!TRUNCATED.contains(word) && !ENDED.contains(word)) {
            throw new UnusableRow(
                    DropReason.MISSING_FIELD,
                    "ended by '%s'; write length or stop".formatted(node.asText()));
        }
        return TRUNCATED.contains(word);
    }
}
