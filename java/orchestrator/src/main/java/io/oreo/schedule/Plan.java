package io.oreo.schedule;

import io.oreo.interaction.Interaction;
import io.oreo.interaction.InteractionRules;
import io.oreo.method.MethodCatalogue;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.task.Split;
import io.oreo.task.Task;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a run is to do. Nothing in it changes while it works, and it starts nothing.
 *
 * @param settings every number of the experiment
 * @param settingsByKey the same as texts by key, for the report
 * @param task what is to be learned
 * @param methods the training methods there are
 * @param interaction how the task's problems are worked on
 */
public record Plan(
        RunSettings settings,
        Map<String, String> settingsByKey,
        Task task,
        MethodCatalogue methods,
        Interaction interaction) {

    public Plan {
        settingsByKey = Map.copyOf(settingsByKey);
    }

    /**
     * The plan of a run.
     *
     * @param note hears of what an interaction has to say
     */
    public static Plan of(
            RunSettings settings,
            Map<String, String> settingsByKey,
            Task task,
            MethodCatalogue methods,
            Consumer<String> note) {
        Interaction interaction =
                Interaction.of(
                        task,
                        new InteractionRules(
                                settings.model().chatTemplate(),
                                settings.collect().maxNewTokens(),
                                settings.model().maxLength(),
                                settings.workers().attempts(),
                                note));
        return new Plan(settings, settingsByKey, task, methods, interaction);
    }

    /** Where the run's randomness starts. */
    public Seed seed() {
        return new Seed(settings.seed());
    }

    /** The problems of a split that the run uses; the same in every iteration. */
    public List<Problem> problems(Split split) {
        int count =
                switch (split) {
                    case DEMONSTRATION -> settings.task().demonstrations();
                    case ROLLOUT -> settings.task().rollouts();
                    case TEST -> settings.task().test();
                };
        return problems(split, count);
    }

    /** The first problems of a split. */
    public List<Problem> problems(Split split, int count) {
        return task.problems(split, count, seed().child("problems"));
    }
}
