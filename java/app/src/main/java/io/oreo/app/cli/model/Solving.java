package io.oreo.app.cli.model;

import io.oreo.interaction.Interaction;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.schedule.Models;
import io.oreo.schedule.Prompts;
import io.oreo.schedule.RunContext;
import io.oreo.schedule.TrainingJobs;
import io.oreo.search.Attempt;
import io.oreo.search.SearchResult;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.task.Split;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Answers single problems with the last policy of a run and the critic trained with it. */
final class Solving {

    private final RunContext run;
    private final Models models;
    private final RunEvent.TrainingFinished policy;
    private final Optional<ModelLoad> critic;

    /** The last policy that the run's main algorithm trained. */
    public Solving(RunContext run) {
        this.run = run;
        this.models = new Models(run.journal().folder(), run.plan().settings().model());
        int iteration = run.state().iteration();
        while (iteration > 0 && main(iteration).isEmpty()) {
            iteration--;
        }
        this.policy =
                main(iteration)
                        .orElseThrow(
                                () ->
                                        new RunException(
                                                "this run has trained no policy yet; carry it on"
                                                        + " with: make resume"));
        this.critic =
                TrainingJobs.names(run.plan().settings(), iteration).stream()
                        .flatMap(name -> run.state().training(name).stream())
                        .flatMap(training -> models.critic(training).stream())
                        .findFirst();
    }

    /** An answer, step by step; values where a critic was asked. */
    public record Solution(String policy, SearchResult result, List<Step> steps) {
        public Solution {
            steps = List.copyOf(steps);
        }
    }

    /** A step of an answer and V at its end. */
    public record Step(String text, OptionalDouble value) {}

    /** Whether a critic can be asked. */
    public boolean hasCritic() {
        return critic.isPresent();
    }

    /** The search by values that suits the problems of the run; greedy where none does. */
    public SearchStrategy valueSearch(int width) {
        return run.plan().interaction().valueSearch(width);
    }

    /**
     * A problem that somebody wrote.
     *
     * @throws RunException if a text alone is no problem of this run
     */
    public Problem given(String prompt) {
        if (!run.plan().interaction().oneResponse()) {
            throw new RunException(
                    "the problems of this run are played, so a text is none; name a test problem by"
                            + " --problem N");
        }
        return new Problem(
                new ProblemId("given"), prompt, "", Optional.empty(), Problem.ONE_GROUP, "{}");
    }

    /** The first problems of the test split. */
    public List<Problem> testProblems(int count) {
        return run.plan().problems(Split.TEST, count);
    }

    /** Answers a problem. */
    public Solution solve(Problem problem, SearchStrategy strategy) {
        run.plan().interaction().require(strategy);
        Prompt prompt =
                new Prompts(run.plan(), run.journal(), run.pools())
                        .encode(List.of(problem))
                        .getFirst();
        return run.pools().rollouts().call(worker -> solve(worker, prompt, strategy));
    }

    private Solution solve(Worker worker, Prompt prompt, SearchStrategy strategy) {
        Optional<ValueModel> values = critic.map(worker::valueModel);
        SearchResult result =
                run.plan()
                        .interaction()
                        .solve(
                                new Interaction.Models(worker, models.policy(policy), critic),
                                List.of(prompt),
                                new Interaction.Search(
                                        strategy,
                                        run.plan().seed().child("solve"),
                                        run.plan().settings().evaluation().batchSize(),
                                        OptionalInt.empty()))
                        .results()
                        .getFirst();
        return new Solution(policy.training(), result, steps(worker, result.answer(), values));
    }

    private List<Step> steps(Worker worker, Attempt answer, Optional<ValueModel> values) {
        int[] ids = answer.tokenIds().toArray();
        List<IntVector> parts = new ArrayList<>();
        int start = answer.promptTokens();
        for (int end : answer.stepEnds().toArray()) {
            parts.add(IntVector.of(Arrays.copyOfRange(ids, start, end)));
            start = end;
        }
        List<String> texts = worker.tokenizer(models.policy(policy).source()).decode(parts);
        List<Double> known = values.map(model -> values(model, answer)).orElse(List.of());
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            OptionalDouble value =
                    known.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(known.get(i));
            steps.add(new Step(texts.get(i), value));
        }
        return steps;
    }

    /** Values at the ends of the steps; the last is read before the end token. */
    private static List<Double> values(ValueModel model, Attempt answer) {
        int[] states =
                Arrays.stream(answer.stepEnds().toArray())
                        .map(end -> Math.min(end, answer.lastState()))
                        .toArray();
        return model.estimate(
                        List.of(
                                new ValueModel.Item(
                                        "answer", answer.tokenIds(), IntVector.of(states))))
                .getFirst();
    }

    private Optional<RunEvent.TrainingFinished> main(int iteration) {
        return run.state()
                .training(TrainingJobs.names(run.plan().settings(), iteration).getFirst());
    }
}
