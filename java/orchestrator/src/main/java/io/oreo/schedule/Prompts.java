package io.oreo.schedule;

import static java.util.Objects.requireNonNull;

import io.oreo.evaluation.AttemptResult.Written;
import io.oreo.interaction.Interaction;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.ModelSource;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.Tokenizer.Dialogue;
import io.oreo.worker.Tokenizer.Encoded;
import io.oreo.worker.Tokenizer.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Problems of a run's splits, and the same as the policy reads them. */
public final class Prompts {

    /** Dialogues in one request. */
    private static final int BATCH = 1000;

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final Models models;

    public Prompts(Plan plan, Journal journal, Pools pools) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.models = new Models(journal.folder(), plan.settings().model());
    }

    /**
     * Problems as tokens, with the tokenizer of the run's first model.
     *
     * @throws RunException if one has no room for an answer
     */
    public List<Prompt> encode(List<Problem> problems) {
        List<Dialogue> dialogues =
                problems.stream()
                        .map(
                                problem ->
                                        new Dialogue(
                                                problem.id().value(),
                                                List.of(question(problem)),
                                                plan.settings().model().chatTemplate(),
                                                false,
                                                true))
                        .toList();
        List<Encoded> encoded = encodeDialogues(dialogues, plan.settings().model().maxLength() - 1);
        List<Prompt> prompts = new ArrayList<>(problems.size());
        for (int i = 0; i < problems.size(); i++) {
            switch (encoded.get(i)) {
                case Encoded.Tokens tokens ->
                        prompts.add(new Prompt(problems.get(i), tokens.sequence().tokenIds()));
                case Encoded.Rejected rejected ->
                        throw new RunException(
                                "problem %s cannot be asked: %s; raise model.max_length or drop it"
                                        .formatted(rejected.id(), rejected.message()));
            }
        }
        return List.copyOf(prompts);
    }

    /** Questions with their worked solutions as the policy should write them. */
    List<Encoded> encodeDemonstrations(List<Problem> problems) {
        Interaction interaction = plan.interaction();
        List<Dialogue> dialogues =
                problems.stream()
                        .map(
                                problem ->
                                        new Dialogue(
                                                problem.id().value(),
                                                interaction.demonstration(problem),
                                                plan.settings().model().chatTemplate(),
                                                interaction.demonstrationEndsWithToken(),
                                                false))
                        .toList();
        return encodeDialogues(dialogues, plan.settings().model().maxLength());
    }

    /** An answer that models are asked about. */
    public sealed interface Answer {

        /** What it answers. */
        Problem problem();

        /** Whether the response ends with the end token. */
        boolean ended();

        /** As the policy wrote it. */
        record Tokens(Problem problem, Written response, boolean ended) implements Answer {}

        /** As somebody wrote it; it is split into tokens first. */
        record Text(Problem problem, String response, boolean ended) implements Answer {}
    }

    /**
     * Answers as tokens, one each, in their order; empty for what has no step or is longer than the
     * models read. What a policy wrote keeps its tokens: split anew, a text may fall into others,
     * and a critic would be asked about states that no search ever saw.
     */
    List<Optional<TokenSequence>> encodeAnswers(List<Answer> answers) {
        Map<ProblemId, Prompt> asked = asked(answers);
        Iterator<Optional<TokenSequence>> texts = encodeTexts(answers).iterator();
        return answers.stream()
                .map(
                        answer ->
                                switch (answer) {
                                    case Answer.Text _ -> texts.next();
                                    case Answer.Tokens tokens ->
                                            Optional.of(
                                                    sequence(
                                                            requireNonNull(
                                                                    asked.get(
                                                                            tokens.problem().id())),
                                                            tokens.response()));
                                })
                .map(sequence -> sequence.filter(some -> !some.stepEnds().isEmpty()))
                .toList();
    }

    /** The prompts of what policies wrote, each once. */
    private Map<ProblemId, Prompt> asked(List<Answer> answers) {
        Map<ProblemId, Problem> problems = new LinkedHashMap<>();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Tokens tokens) {
                problems.put(tokens.problem().id(), tokens.problem());
            }
        }
        return problems.isEmpty()
                ? Map.of()
                : encode(List.copyOf(problems.values())).stream()
                        .collect(
                                Collectors.toMap(
                                        prompt -> prompt.problem().id(), Function.identity()));
    }

    private List<Optional<TokenSequence>> encodeTexts(List<Answer> answers) {
        List<Dialogue> dialogues = new ArrayList<>();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Text text) {
                dialogues.add(dialogue(dialogues.size(), text));
            }
        }
        List<Optional<TokenSequence>> encoded = new ArrayList<>();
        if (dialogues.isEmpty()) {
            return encoded;
        }
        for (Encoded each : encodeDialogues(dialogues, plan.settings().model().maxLength())) {
            encoded.add(
                    each instanceof Encoded.Tokens tokens
                            ? Optional.of(tokens.sequence())
                            : Optional.empty());
        }
        return encoded;
    }

    private static TokenSequence sequence(Prompt prompt, Written written) {
        int start = prompt.tokenIds().size();
        return new TokenSequence(
                prompt.tokenIds().plus(written.tokenIds()),
                ActionMask.afterPrompt(start, written.tokenIds().size()),
                IntVector.of(
                        Arrays.stream(written.stepEnds().toArray())
                                .map(end -> start + end)
                                .toArray()),
                List.of(),
                Optional.empty());
    }

    private Dialogue dialogue(int number, Answer.Text answer) {
        return new Dialogue(
                "answer-" + number,
                List.of(question(answer.problem()), new Turn("assistant", answer.response(), true)),
                plan.settings().model().chatTemplate(),
                answer.ended(),
                false);
    }

    /** What a tokenizer that is made for the run should know: the demonstrations' texts. */
    Stream<String> texts(Problem problem) {
        List<Turn> known =
                problem.solution().isPresent()
                        ? plan.interaction().demonstration(problem)
                        : List.of(question(problem));
        return known.stream().map(Turn::text);
    }

    private List<Encoded> encodeDialogues(List<Dialogue> dialogues, int maxLength) {
        ModelSource model = models.source(startModel().directory());
        return pools.rollouts()
                .call(
                        worker -> {
                            Tokenizer tokenizer = worker.tokenizer(model);
                            return dialogues.stream()
                                    .gather(Gatherers.windowFixed(BATCH))
                                    .map(
                                            some ->
                                                    tokenizer.encode(
                                                            some,
                                                            plan.interaction().stepRule(),
                                                            maxLength))
                                    .flatMap(List::stream)
                                    .toList();
                        });
    }

    private RunEvent.ModelPrepared startModel() {
        return journal.state().startModel().orElseThrow();
    }

    private Turn question(Problem problem) {
        return plan.interaction().question(problem);
    }
}
