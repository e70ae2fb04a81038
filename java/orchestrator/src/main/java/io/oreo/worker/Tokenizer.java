package io.oreo.worker;

import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.TokenSequence;
import java.util.List;

/** Turns text into tokens, once, and tokens into text. */
public interface Tokenizer {

    /** Encodes dialogues; a bad one is answered with a rejection. One answer an item, in order. */
    List<Encoded> encode(List<Dialogue> dialogues, StepRule stepRule, int maxLength);

    /** Texts of token lists, without special tokens. */
    List<String> decode(List<IntVector> tokenIds);

    /** SHA-256 over the tokenizer's files. */
    String key();

    /**
     * A dialogue.
     *
     * @param id identity in the request
     * @param turns parts in order
     * @param chatTemplate apply the tokenizer's chat template; otherwise texts are joined as they
     *     are
     * @param endToken append the end token after the last action
     * @param promptOnly it ends where the policy would begin
     */
    record Dialogue(
            String id,
            List<Turn> turns,
            boolean chatTemplate,
            boolean endToken,
            boolean promptOnly) {
        public Dialogue {
            turns = List.copyOf(turns);
        }
    }

    /**
     * Part of a dialogue.
     *
     * @param role chat role; ignored without a template
     * @param text what is said
     * @param action the policy wrote it
     */
    record Turn(String role, String text, boolean action) {}

    /** An encoded dialogue or why not. */
    sealed interface Encoded {
        /** Tokens, mask and step ends. */
        record Tokens(String id, TokenSequence sequence) implements Encoded {}

        /** Why it was not encoded. */
        record Rejected(String id, Reason reason, String message) implements Encoded {}
    }

    /** Classes of rejection. */
    enum Reason {
        TOO_LONG,
        EMPTY_RESPONSE,
        NOT_PREFIX_PRESERVING,
        TEMPLATE
    }
}
