package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.dataset.DropReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What rows write for a reward. */
final class RewardText {

    private static final Map<String, Double> WORDS =
            Map.of(
                    "true",
                    1.0,
                    "correct",
                    1.0,
                    "right",
                    1.0,
                    "success",
                    1.0, //
                    "false",
                    0.0,
                    "wrong",
                    0.0,
                    "incorrect",
                    0.0,
                    "failure",
                    0.0);

    private RewardText() {}

    /** A finite number. */
    static double read(JsonNode node) throws UnusableRow {
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (node.isTextual()) {
            Double word = WORDS.get(node.textValue().strip().toLowerCase(Locale.ROOT));
            value = word != null ? word : number(node.textValue());
        }
        if (!Double.isFinite(value)) {
            throw new UnusableRow(
                    DropReason.BAD_REWARD, "has the reward %s".formatted(shortened(node)));
        }
        return value;
    }

    /** A {@code label} is a verdict; any other number or text is a gold answer or a class. */
    static void requireVerdict(JsonNode node) throws UnusableRow {
        String text = node.isTextual() ? node.textValue().strip().toLowerCase(Locale.ROOT) : "";
        boolean binary = List.of(-1.0, 0.0, 1.0).contains(node.asDouble(Double.NaN));
        boolean verdict =
                node.isBoolean() || WORDS.containsKey(text) || (node.isNumber() && binary);
        if (!verdict) {
            throw new UnusableRow(
                    DropReason.BAD_REWARD,
                    ("has the label %s, which is an answer and no reward; grade the row first, or"
                                    + " say --field reward=label")
                            .formatted(shortened(node)));
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
