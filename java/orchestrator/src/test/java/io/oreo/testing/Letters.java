package io.oreo.testing;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.StepRule;
import io.oreo.worker.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tokenizer whose tokens are the letters of a text, behind a token that begins it. It knows a few
 * words as well, but never makes their tokens from text: only a policy writes them.
 */
public final class Letters implements Tokenizer {

    /** Ends a response. */
    public static final int END = 0;

    /** Begins a text. */
    public static final int BEGIN = 1;

    /** First of the words. */
    public static final int WORDS = 1000;

    private final List<String> words;

    public Letters(String... words) {
        this.words = List.of(words);
    }

    /** Tokens as text, those that begin and end it left out. */
    public String text(IntVector tokens) {
        StringBuilder text = new StringBuilder();
        tokens.stream()
                .filter(token -> token > BEGIN)
                .mapToObj(t -> t >= WORDS ? words.get(t - WORDS) : Character.toString(t))
                .forEach(text::append);
        return text.toString();
    }

    /** A text as the start of an episode. */
    public static IntVector prompt(String text) {
        return IntVector.of(BEGIN).plus(IntVector.of(text.chars().toArray()));
    }

    @Override
    public List<Encoded> encode(List<Dialogue> dialogues, StepRule stepRule, int maxLength) {
        return dialogues.stream().map(each -> encode(each, stepRule, maxLength)).toList();
    }

    private static Encoded encode(Dialogue dialogue, StepRule stepRule, int maxLength) {
        IntVector tokens = IntVector.of(BEGIN);
        ActionMask mask = ActionMask.of(false);
        List<Integer> ends = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            int[] letters = turn.text().chars().toArray();
            if (turn.action()) {
                ends.addAll(ends(turn.text(), tokens.size(), stepRule));
            }
            tokens = tokens.plus(IntVector.of(letters));
            mask = mask.plus(letters.length, turn.action());
        }
        if (dialogue.endToken()) {
            tokens = tokens.plus(IntVector.of(END));
            mask = mask.plus(1, true);
            ends.add(tokens.size());
        }
        if (maxLength > 0 && tokens.size() > maxLength) {
            return new Encoded.Rejected(
                    dialogue.id(),
                    Reason.TOO_LONG,
                    "it has %d tokens, at most %d fit".formatted(tokens.size(), maxLength));
        }
        return new Encoded.Tokens(
                dialogue.id(),
                new TokenSequence(tokens, mask, IntVector.of(ends), List.of(), Optional.empty()));
    }

    /** Behind each delimiter, and behind the text. */
    private static List<Integer> ends(String text, int start, StepRule rule) {
        return IntStream.rangeClosed(1, text.length())
                .filter(
                        end ->
                                end == text.length()
                                        || rule.delimiters().stream()
                                                .anyMatch(text.substring(0, end)::endsWith))
                .mapToObj(end -> start + end)
                .toList();
    }

    @Override
    public List<String> decode(List<IntVector> tokenIds) {
        return tokenIds.stream().map(this::text).toList();
    }

    @Override
    public String key() {
        return "letters";
    }
}
