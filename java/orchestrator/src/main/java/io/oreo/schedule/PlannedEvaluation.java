package io.oreo.schedule;

import io.oreo.run.EvaluationName;
import io.oreo.run.RunEvent;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.search.strategy.SearchStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A policy to be evaluated with a search, perhaps by the values of a critic.
 *
 * @param iteration iteration in which it is done
 * @param policy training whose policy answers
 * @param critic training whose critic is asked, where the search needs one
 * @param strategy how it is searched
 * @param tokenBudget most tokens per problem, where there is a limit
 */
public record PlannedEvaluation(
        int iteration,
        RunEvent.TrainingFinished policy,
        Optional<RunEvent.TrainingFinished> critic,
        SearchStrategy strategy,
        OptionalInt tokenBudget) {

    /** Name, unique in its run, e.g. {@code sft/step-beam 4x4 by oreo-1}. */
    public String name() {
        return new EvaluationName(
                        policy.training(),
                        strategy.label(),
                        critic.map(RunEvent.TrainingFinished::training))
                .toString();
    }

    /**
     * What is to be evaluated in the present iteration, policy by policy, so that a worker changes
     * its models seldom. Searches that need a critic wait for the first one; what an earlier
     * iteration evaluated is not repeated.
     */
    static List<PlannedEvaluation> of(Plan plan, RunState state) {
        List<PlannedEvaluation> planned = new ArrayList<>();
        for (SearchSettings search : plan.settings().evaluation().search()) {
            for (RunEvent.TrainingFinished policy : policies(plan, state, search)) {
                Optional<RunEvent.TrainingFinished> critic = critic(plan, state, policy);
                if (search.search().needsValue() && critic.isEmpty()) {
                    continue;
                }
                planned.add(
                        new PlannedEvaluation(
                                state.iteration(),
                                policy,
                                search.search().needsValue() ? critic : Optional.empty(),
                                search.search(),
                                search.tokenBudget() > 0
                                        ? OptionalInt.of(search.tokenBudget())
                                        : OptionalInt.empty()));
            }
        }
        return planned.stream()
                .filter(evaluation -> !isDoneBefore(state, evaluation))
                .sorted(Comparator.comparing(evaluation -> evaluation.policy().training()))
                .toList();
    }

    private static boolean isDoneBefore(RunState state, PlannedEvaluation evaluation) {
        for (int iteration = 0; iteration < evaluation.iteration(); iteration++) {
            if (state.isEvaluated(iteration, evaluation.name(), 0)) {
                return true;
            }
        }
        return false;
    }

    private static List<RunEvent.TrainingFinished> policies(
            Plan plan, RunState state, SearchSettings search) {
        int iteration = state.iteration();
        List<String> trained = TrainingJobs.names(plan.settings(), iteration);
        List<RunEvent.TrainingFinished> chosen = new ArrayList<>();
        if (search.policies().contains("previous") && iteration > 0) {
            chosen.add(TrainingJobs.previousPolicy(plan.settings(), state, iteration));
        }
        if (search.policies().contains("trained")) {
            chosen.add(state.trained(trained.getFirst()));
        }
        if (search.policies().contains("baselines")) {
            trained.stream().skip(1).forEach(name -> chosen.add(state.trained(name)));
        }
        return chosen;
    }

    /** The critic that a policy of this iteration was trained with, else the iteration's first. */
    private static Optional<RunEvent.TrainingFinished> critic(
            Plan plan, RunState state, RunEvent.TrainingFinished policy) {
        List<RunEvent.TrainingFinished> critics =
                TrainingJobs.names(plan.settings(), state.iteration()).stream()
                        .map(name -> state.trained(name))
                        .filter(training -> training.criticDirectory().isPresent())
                        .toList();
        return critics.contains(policy) ? Optional.of(policy) : critics.stream().findFirst();
    }
}
