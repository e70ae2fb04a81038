package io.oreo.schedule;

import io.oreo.interaction.Interaction;
import io.oreo.task.Split;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Prompt;
import io.oreo.worker.ModelSource;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.Tokenizer.Dialogue;
import io.oreo.worker.Tokenizer.Encoded;
import io.oreo.worker.Tokenizer.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Problems of a run's splits, and the same as the policy reads them. */
final class Prompts {

    /** Dialogues in one request. */
    private static final int BATCH = 1000;

    private final RunContext run;

    Prompts(RunContext run) {
        this.run = run;
    }

    /** The problems of a split that this run uses; the same in every iteration. */
    List<Problem> problems(Split split) {
        int count =
                switch (split) {
                    case DEMONSTRATION -> run.settings().task().demonstrations();
                    case ROLLOUT -> run.settings().task().rollouts();
                    case TEST -> run.settings().task().test();
                };
        return run.task().problems(split, count, run.seed().child("problems"));
    }

    /**
     * Problems as tokens, with the tokenizer of the run's first model.
     *
     * @throws RunException if one has no room for an answer
     */
    List<Prompt> encode(List<Problem> problems) {
        List<Dialogue> dialogues =
                problems.stream()
                        .map(
                                problem ->
                                        new Dialogue(
                                                problem.id().value(),
                                                List.of(question(problem)),
                                                run.settings().model().chatTemplate(),
                                                false,
                                                true))
                        .toList();
        List<Encoded> encoded = encodeDialogues(dialogues, run.settings().model().maxLength() - 1);
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
        Interaction interaction = run.interaction();
        List<Dialogue> dialogues =
                problems.stream()
                        .map(
                                problem ->
                                        new Dialogue(
                                                problem.id().value(),
                                                interaction.demonstration(problem),
                                                run.settings().model().chatTemplate(),
                                                interaction.demonstrationEndsWithToken(),
                                                false))
                        .toList();
        return encodeDialogues(dialogues, run.settings().model().maxLength());
    }

    /**
     * Questions with what somebody answered.
     *
     * @param ended whether he ended the answer himself, so that the end token follows
     */
    record Answer(Problem problem, String response, boolean ended) {}

    /** Answers as tokens, one each, in their order. */
    List<Encoded> encodeAnswers(List<Answer> answers) {
        return encodeDialogues(
                IntStream.range(0, answers.size())
                        .mapToObj(i -> dialogue(i, answers.get(i)))
                        .toList(),
                run.settings().model().maxLength());
    }

    private Dialogue dialogue(int number, Answer answer) {
        return new Dialogue(
                "answer-" + number,
                List.of(question(answer.problem()), new Turn("assistant", answer.response(), true)),
                run.settings().model().chatTemplate(),
                answer.ended(),
                false);
    }

    /** What a tokenizer that is made for the run should know: the demonstrations' texts. */
    Stream<String> texts(Problem problem) {
        List<Turn> known =
                problem.solution().isPresent()
                        ? run.interaction().demonstration(problem)
                        : List.of(question(problem));
        return known.stream().map(Turn::text);
    }

    private List<Encoded> encodeDialogues(List<Dialogue> dialogues, int maxLength) {
        ModelSource model = run.models().source(startModel().directory());
        return run.pools()
                .rollouts()
                .call(
                        worker -> {
                            Tokenizer tokenizer = worker.tokenizer(model);
                            List<Encoded> encoded = new ArrayList<>(dialogues.size());
                            for (int start = 0; start < dialogues.size(); start += BATCH) {
                                int end = Math.min(dialogues.size(), start + BATCH);
                                encoded.addAll(
                                        tokenizer.encode(
                                                dialogues.subList(start, end),
                                                run.interaction().stepRule(),
                                                maxLength));
                            }
                            return encoded;
                        });
    }

    private RunEvent.ModelPrepared startModel() {
        return run.state().startModel().orElseThrow();
    }

    private Turn question(Problem problem) {
        return run.interaction().question(problem);
    }
}
