package io.oreo.search;

import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Generator;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.ValueModel;
import java.util.Optional;

/** What searches are given: the nouns that the files of this room share. */
public final class SearchInput {

    private SearchInput() {}

    /**
     * What a search over responses asks.
     *
     * @param generator the policy
     * @param valueModel the critic; needed by strategies that choose by value
     * @param answerKey which answers are equal; for votes
     */
    public record Models(
            Generator generator, Optional<ValueModel> valueModel, AnswerKey answerKey) {}

    /**
     * What playing asks.
     *
     * @param generator the policy
     * @param valueModel the critic; needed to choose among candidates
     * @param tokenizer the policy's, for observations
     */
    public record Players(
            Generator generator, Optional<ValueModel> valueModel, Tokenizer tokenizer) {}

    /**
     * An episode to be played: the problem's id is the game's.
     *
     * @param prompt the game's start as the policy reads it
     * @param seed the episode's random stream
     */
    public record Start(Prompt prompt, Seed seed) {}
}
