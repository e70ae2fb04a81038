package io.oreo.dataset.imports;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.StepRule;
import io.oreo.worker.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tokenizer whose tokens are UTF-16 units; 0 ends a response, the template writes {@code role:}.
 */
final class CharacterTokenizer implements Tokenizer {

    static final int END = 0;

    @Override
    public List<Encoded> encode(List<Dialogue> dialogues, StepRule stepRule, int maxLength) {
        return dialogues.stream().map(dialogue -> encode(dialogue, stepRule, maxLength)).toList();
    }

    @Override
    public List<String> decode(List<IntVector> tokenIds) {
        return tokenIds.stream().map(CharacterTokenizer::text).toList();
    }

    @Override
    public String key() {
        return "characters/1";
    }

    /** The text of tokens; the end token adds nothing. */
    static String text(IntVector tokenIds) {
        StringBuilder text = new StringBuilder();
        tokenIds.stream().filter(id -> id != END).forEach(id -> text.append((char) id));
        return text.toString();
    }

    private static Encoded encode(Dialogue dialogue, StepRule rule, int maxLength) {
        List<Integer> ids = new ArrayList<>();
        List<Boolean> actions = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            if (dialogue.chatTemplate()) {
                add(turn.role() + ":", false, ids, actions);
            }
            add(turn.text(), turn.action(), ids, actions);
        }
        if (dialogue.endToken()) {
            ids.add(END);
            actions.add(true);
        }
        if (ids.size() > maxLength) {
            return new Encoded.Rejected(
                    dialogue.id(), Reason.TOO_LONG, ids.size() + " tokens are too many");
        }
        boolean[] mask = new boolean[actions.size()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = actions.get(i);
        }
        return new Encoded.Tokens(
                dialogue.id(),
                new TokenSequence(
                        IntVector.of(ids),
                        ActionMask.of(mask),
                        stepEnds(ids, mask, rule),
                        List.of(),
                        Optional.empty()));
    }

    private static void add(String text, boolean action, List<Integer> ids, List<Boolean> actions) {
        text.chars()
                .forEach(
                        unit -> {
                            ids.add(unit);
                            actions.add(action);
                        });
    }

    private static IntVector stepEnds(List<Integer> ids, boolean[] mask, StepRule rule) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            boolean last = i == mask.length - 1 || !mask[i + 1];
            String unit = Character.toString((char) (int) ids.get(i));
            if (mask[i] && (last || rule.delimiters().contains(unit))) {
                ends.add(i + 1);
            }
        }
        return IntVector.of(ends);
    }
}
