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
     * @param rendered control tokens that are spelled out in what the policy was shown are tokens;
     *     otherwise a text is a text
     * @param toolsJson tools that a chat template may describe, a JSON array; empty: none
     */
    record Dialogue(
            String id,
            List<Turn> turns,
            boolean chatTemplate,
            boolean endToken,
            boolean promptOnly,
            boolean rendered,
            String toolsJson) {
        public Dialogue {
            turns = List.copyOf(turns);
        }

        /** A dialogue of texts, without tools. */
        public Dialogue(
                String id,
                List<Turn> turns,
                boolean chatTemplate,
                boolean endToken,
                boolean promptOnly) {
            this(id, turns, chatTemplate, endToken, promptOnly, false, "");
        }
    }

    /**
     * Part of a dialogue.
     *
     * @param role chat role; ignored without a template
     * @param text what is said
     * @param action the policy wrote it
     * @param moreJson what else a chat message says (tool calls, thoughts, a name), a JSON object
     *     for the template; empty: nothing
     */
    record Turn(String role, String text, boolean action, String moreJson) {

        /** A turn that is a text and nothing else. */
        public Turn(String role, String text, boolean action) {
            this(role, text, action, "");
        }
    }

    /** An encoded dialogue or why not. */
    sealed interface Encoded {
        /**
         * Tokens, mask and step ends.
         *
         * @param spelledTokens control tokens that the texts spell out
         * @param turnsAsContext turns of the policy that are context, because the template rewrites
         *     them once more turns follow
         */
        record Tokens(String id, TokenSequence sequence, int spelledTokens, int turnsAsContext)
                implements Encoded {

            /** Tokens of a dialogue without anything remarkable. */
            public Tokens(String id, TokenSequence sequence) {
                this(id, sequence, 0, 0);
            }
        }

        /** Why it was not encoded. */
        record Rejected(String id, Reason reason, String message) implements Encoded {}
    }

    /** Classes of rejection. */
    enum Reason {
        TOO_LONG,
        EMPTY_RESPONSE,
        NOT_PREFIX_PRESERVING,
        TEMPLATE,
        LEFT_OUT
    }
}
