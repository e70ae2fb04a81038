package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.imports.ImportOptions.Layout;
import io.oreo.dataset.imports.ImportOptions.Rewards;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.ProblemId;
import io.oreo.worker.Tokenizer.Turn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the attempts in a row.
 *
 * <p>The fields say which form a row has: {@code chosen} and {@code rejected} (a preference pair,
 * two attempts of rewards 1 and 0, whatever else the row holds), {@code messages} (a chat), {@code
 * transcript} (a text with marked lines), or {@code prompt} and {@code response}. Rows of several
 * forms may stand in one file. Stateless.
 */
final class RowReader {

    /** Begins the lines of a transcript that the policy wrote. */
    static final String MARKER = "> ";

    private static final String LABEL = "label";
    private static final int DIGITS = 16;
    private static final int NAMES_SHOWN = 12;

    private final FieldNames names;
    private final Rewards rewards;
    private final String separator;

    RowReader(ImportOptions options) {
        this.names = options.fields();
        this.rewards = options.rewards();
        this.separator =
                switch (options.layout()) {
                    case Layout.ChatTemplate _ -> "";
                    case Layout.Plain(String between, boolean _) -> between;
                };
    }

    /** Turns of an attempt, or the reason for having none. */
    private interface TurnSource {
        List<Turn> read() throws UnusableRow;
    }

    /** All attempts of a row; at least one. */
    List<Attempt> attempts(JsonNode row) {
        Optional<JsonNode> chosen = names.find(row, Field.CHOSEN);
        Optional<JsonNode> rejected = names.find(row, Field.REJECTED);
        if (chosen.isPresent() && rejected.isPresent()) {
            return List.of(
                    side(row, "-chosen", () -> pairTurns(row, chosen.get(), rejected.get()), 1),
                    side(row, "-rejected", () -> pairTurns(row, rejected.get(), chosen.get()), 0));
        }
        Optional<JsonNode> messages = names.find(row, Field.MESSAGES);
        if (messages.isPresent()) {
            return List.of(graded(row, () -> Turns.messages(messages.get())));
        }
        Optional<JsonNode> transcript = names.find(row, Field.TRANSCRIPT);
        if (transcript.isPresent()) {
            return List.of(graded(row, () -> Turns.transcript(transcript.get(), MARKER)));
        }
        return List.of(graded(row, () -> promptAndResponse(row)));
    }

    private Attempt graded(JsonNode row, TurnSource turns) {
        try {
            return attempt(row, "", turns.read(), reward(row));
        } catch (UnusableRow unusable) {
            return new Attempt.Unusable(unusable.reason(), unusable.what());
        }
    }

    private Attempt side(JsonNode row, String suffix, TurnSource turns, double reward) {
        try {
            return attempt(row, suffix, turns.read(), Optional.of(reward));
        } catch (UnusableRow unusable) {
            return new Attempt.Unusable(
                    unusable.reason(), suffix.substring(1) + ": " + unusable.what());
        }
    }

    private List<Turn> promptAndResponse(JsonNode row) throws UnusableRow {
        Optional<JsonNode> prompt = names.find(row, Field.PROMPT);
        Optional<JsonNode> response = names.find(row, Field.RESPONSE);
        if (prompt.isEmpty() || response.isEmpty()) {
            throw missing(row, prompt.isEmpty() ? Field.PROMPT : Field.RESPONSE);
        }
        return joined(Turns.prompt(prompt.get(), separator), Turns.response(response.get()));
    }

    /**
     * One side of a pair. Where the messages begin with more than the assistant's, they hold their
     * prompt: what both sides share.
     */
    private List<Turn> pairTurns(JsonNode row, JsonNode side, JsonNode other) throws UnusableRow {
        if (Turns.isMessages(side) && !isAssistant(side.get(0))) {
            List<Turn> turns = Turns.messages(side);
            int shared = 0;
            while (shared < Math.min(side.size(), other.size())
                    && side.get(shared).equals(other.get(shared))) {
                shared++;
            }
            return joined(
                    turns.subList(0, shared).stream().map(Turns::asContext).toList(),
                    turns.subList(shared, turns.size()));
        }
        Optional<JsonNode> prompt = names.find(row, Field.PROMPT);
        if (prompt.isEmpty()) {
            throw missing(row, Field.PROMPT);
        }
        return joined(Turns.prompt(prompt.get(), separator), Turns.response(side));
    }

    private static boolean isAssistant(JsonNode message) {
        return message.path("role").asText("").equals(Turns.ASSISTANT);
    }

    private UnusableRow missing(JsonNode row, Field field) {
        return new UnusableRow(DropReason.MISSING_FIELD, without(row, field));
    }

    /** What is not there and what is, so that the reader sees which name was meant. */
    private String without(JsonNode row, Field field) {
        return "has no '%s', but %s".formatted(names.describe(field), present(row));
    }

    private static String present(JsonNode row) {
        List<String> present = new ArrayList<>();
        row.fieldNames().forEachRemaining(present::add);
        if (present.isEmpty()) {
            return "no field at all";
        }
        String shown = String.join(", ", present.subList(0, Math.min(present.size(), NAMES_SHOWN)));
        return present.size() > NAMES_SHOWN
                ? "%s and %d more".formatted(shown, present.size() - NAMES_SHOWN)
                : shown;
    }

    private Attempt attempt(JsonNode row, String suffix, List<Turn> turns, Optional<Double> reward)
            throws UnusableRow {
        int last = turns.size() - 1;
        while (last >= 0 && !turns.get(last).action()) {
            last--;
        }
        // What was read after the last action was never acted upon.
        List<Turn> used = turns.subList(0, last + 1);
        if (used.stream().allMatch(turn -> !turn.action() || Turns.isEmpty(turn))) {
            throw new UnusableRow(DropReason.EMPTY_RESPONSE, "has an empty response");
        }
        if (used.getFirst().action()) {
            throw new UnusableRow(
                    DropReason.MISSING_FIELD, "begins with the response; a prompt is missing");
        }
        for (Turn turn : used) {
            requireUnicode(turn.text());
            requireUnicode(turn.role());
            requireUnicode(turn.moreJson());
        }
        return new Attempt.Usable(
                suffix, problem(row, used), used, reward, finishReason(row), tools(row));
    }

    private FinishReason finishReason(JsonNode row) throws UnusableRow {
        Optional<JsonNode> said = names.find(row, Field.TRUNCATED);
        return said.isPresent() && FinishText.isTruncated(said.get())
                ? FinishReason.LENGTH
                : FinishReason.END_TOKEN;
    }

    /** The row's tools as JSON; some datasets hold them as a text that is JSON. */
    private String tools(JsonNode row) throws UnusableRow {
        Optional<JsonNode> tools = names.find(row, Field.TOOLS);
        if (tools.isEmpty()) {
            return "";
        }
        JsonNode list = Turns.parsed(tools.get());
        if (!list.isArray()) {
            throw new UnusableRow(DropReason.MISSING_FIELD, "has tools that are no list");
        }
        return list.isEmpty() ? "" : list.toString();
    }

    private Optional<Double> reward(JsonNode row) throws UnusableRow {
        Optional<JsonNode> found = names.find(row, Field.REWARD);
        if (found.isPresent()) {
            Optional<String> name =
                    Field.REWARD.names().stream().filter(row::hasNonNull).findFirst();
            if (!names.chosen().containsKey(Field.REWARD) && name.equals(Optional.of(LABEL))) {
                RewardText.requireVerdict(found.get());
            }
            return Optional.of(RewardText.read(found.get()));
        }
        if (rewards == Rewards.REQUIRED) {
            throw new UnusableRow(DropReason.BAD_REWARD, without(row, Field.REWARD));
        }
        return Optional.empty();
    }

    /** The problem that the row names, or a digest of what the policy was shown first. */
    private ProblemId problem(JsonNode row, List<Turn> turns) throws UnusableRow {
        String named = names.find(row, Field.PROBLEM).map(JsonNode::asText).orElse("");
        if (!named.isBlank()) {
            requireUnicode(named);
            return new ProblemId(named);
        }
        MessageDigest sha256 = sha256();
        for (Turn turn : turns) {
            if (turn.action()) {
                break;
            }
            sha256.update(
                    (turn.role() + "\n" + turn.text() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return new ProblemId(
                "prompt-" + HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS));
    }

    private static void requireUnicode(String text) throws UnusableRow {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnusableRow(DropReason.BAD_TEXT, "has half of a surrogate pair");
        }
    }

    private static List<Turn> joined(List<Turn> prompt, List<Turn> response) {
        List<Turn> all = new ArrayList<>(prompt);
        all.addAll(response);
        return all;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
