package io.oreo.interaction;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * What holds for every attempt.
 *
 * @param chatTemplate whether prompts are wrapped in the tokenizer's chat template
 * @param maxNewTokens most tokens of a response, or of a command
 * @param maxLength most tokens of an attempt, prompt included
 * @param tries how often a batch is played in all before the loss of its environment leaves
 * @param notes hears, on any thread, when an environment is reached anew
 */
public record InteractionRules(
        boolean chatTemplate, int maxNewTokens, int maxLength, int tries, Consumer<String> notes) {
    public InteractionRules {
        requireNonNull(notes, "notes is null");
    }
}
