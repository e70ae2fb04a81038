package io.oreo.search;

import io.oreo.environment.Transcript;
import io.oreo.trajectory.IntVector;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.Tokenizer.Dialogue;
import io.oreo.worker.Tokenizer.Encoded;
import io.oreo.worker.Tokenizer.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Observations as the tokens that stand between two actions. They are the tail, behind the action,
 * of a dialogue of three turns, so plain text and chat templates are served alike; equal texts are
 * asked for once.
 */
final class Observations {

    private final Tokenizer tokenizer;
    private final Transcript transcript;

    Observations(Tokenizer tokenizer, Transcript transcript) {
        this.tokenizer = tokenizer;
        this.transcript = transcript;
    }

    /** Tokens of what is shown, one vector a text, in their order. */
    List<IntVector> encode(List<String> texts) {
        Map<String, IntVector> tokens = new LinkedHashMap<>();
        texts.forEach(text -> tokens.put(text, IntVector.of()));
        if (tokens.isEmpty()) {
            return List.of();
        }
        List<String> distinct = List.copyOf(tokens.keySet());
        List<Encoded> encoded =
                tokenizer.encode(
                        distinct.stream().map(this::dialogue).toList(),
                        EpisodeRules.stepRule(transcript),
                        0);
        for (int i = 0; i < distinct.size(); i++) {
            tokens.put(distinct.get(i), tail(encoded.get(i)));
        }
        List<IntVector> found = new ArrayList<>(texts.size());
        texts.forEach(text -> found.add(tokens.getOrDefault(text, IntVector.of())));
        return found;
    }

    private Dialogue dialogue(String text) {
        return new Dialogue(
                "observation",
                List.of(
                        new Turn("user", transcript.shown("?"), false),
                        new Turn("assistant", transcript.said("look"), true),
                        new Turn("user", text, false)),
                transcript.chat(),
                false,
                true);
    }

    private static IntVector tail(Encoded encoded) {
        return switch (encoded) {
            case Encoded.Tokens tokens -> {
                IntVector ids = tokens.sequence().tokenIds();
                yield ids.slice(tokens.sequence().actionMask().last() + 1, ids.size());
            }
            case Encoded.Rejected rejected ->
                    throw new IllegalArgumentException(
                            "an observation cannot be a turn of this model's dialogue: "
                                    + rejected.message());
        };
    }
}
