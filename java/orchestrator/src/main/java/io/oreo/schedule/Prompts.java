package io.oreo.schedule;

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
        List<Dialogue> dialogues =
                problems.stream()
                        .map(
                                problem ->
                                        new Dialogue(
                                                problem.id().value(),
                                                List.of(question(problem), solution(problem)),
                                                run.settings().model().chatTemplate(),
                                                true,
                                                false))
                        .toList();
        return encodeDialogues(dialogues, run.settings().model().maxLength());
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
                                                run.task().stepRule(),
                                                maxLength));
                            }
                            return encoded;
                        });
    }

    private RunEvent.ModelPrepared startModel() {
        return run.state().startModel().orElseThrow();
    }

    private static Turn question(Problem problem) {
        return new Turn("user", problem.prompt(), false);
    }

    private static Turn solution(Problem problem) {
        String text =
                problem.solution()
                        .orElseThrow(
                                () ->
                                        new RunException(
                                                "problem %s has no worked solution to imitate"
                                                        .formatted(problem.id())));
        return new Turn("assistant", text, true);
    }
}
