package io.oreo.interaction;

import static java.util.Objects.requireNonNull;

import io.oreo.grading.Grader;
import io.oreo.search.SearchResult;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.task.Task;
import io.oreo.task.TaskException;
import io.oreo.task.TaskKind;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.StepRule;
import io.oreo.worker.Tokenizer.Turn;
import io.oreo.worker.Worker;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How the problems of a task are worked on. Safe for use by many threads. */
public sealed interface Interaction permits AnsweredInteraction, PlayedInteraction {

    /** The form that the task's kind asks for. */
    static Interaction of(Task task, InteractionRules rules) {
        return switch (task.kind()) {
            case TaskKind.Answered _ ->
                    new AnsweredInteraction(task, Optional.of(task.grader()), rules);
            case TaskKind.Given _ -> new AnsweredInteraction(task, Optional.empty(), rules);
            case TaskKind.Played played -> new PlayedInteraction(played, rules);
        };
    }

    /**
     * Who works.
     *
     * @param worker where the models are
     * @param policy what writes
     * @param critic what values, where a search asks it
     */
    record Models(Worker worker, ModelLoad policy, Optional<ModelLoad> critic) {}

    /** An attempt to be made: its problem and its random stream. */
    record Start(String id, Prompt prompt, Seed seed) {}

    /**
     * An attempt.
     *
     * @param tokens the prompt and what followed, without rewards
     * @param text what followed, as text
     * @param outcome ungraded where a grader has yet to grade it
     */
    record Attempted(TokenSequence tokens, String text, FinishReason reason, Outcome outcome) {
        public Attempted {
            requireNonNull(tokens, "tokens is null");
            requireNonNull(outcome, "outcome is null");
        }
    }

    /**
     * How problems are searched.
     *
     * @param seed where its randomness starts
     * @param batchSize most prefixes a worker call
     * @param tokenBudget most tokens per problem, where there is a limit
     */
    record Search(SearchStrategy strategy, Seed seed, int batchSize, OptionalInt tokenBudget) {}

    /** What searches found, one result per problem, and who grades it. */
    record Solved(List<SearchResult> results, Grader grader) {
        public Solved {
            results = List.copyOf(results);
        }
    }

    /** What the policy reads first. */
    Turn question(Problem problem);

    /**
     * The worked solution of a problem as the policy should write it: a dialogue that begins with
     * the question.
     *
     * @throws TaskException if there is none, or it does not solve the problem
     */
    List<Turn> demonstration(Problem problem);

    /** How a demonstration ends. */
    FinishReason demonstrationEnd();

    /** Whether the end token stands behind a demonstration. */
    boolean demonstrationEndsWithToken();

    /** What ends a step. */
    StepRule stepRule();

    /** Whether an attempt is one response to one question, so that its text says all of it. */
    boolean oneResponse();

    /** Attempts sampled from the policy, one per start, in their order. */
    List<Attempted> attempt(Models models, List<Start> starts, Sampler sampler);

    /**
     * The problems searched, in lock step.
     *
     * @throws TaskException if they cannot be searched like this
     */
    Solved solve(Models models, List<Prompt> prompts, Search search);

    /** Who grades attempts; nobody where they bring their outcomes. */
    Optional<Grader> grader();

    /**
     * Looks, before any work is done, whether problems can be searched like this.
     *
     * @throws TaskException why not, and what to do then
     */
    void require(SearchStrategy strategy);

    /** The search by values that suits these problems. */
    SearchStrategy valueSearch(int width);
}
