package io.oreo.schedule;

import io.oreo.interaction.Interaction;
import io.oreo.interaction.InteractionRules;
import io.oreo.method.MethodCatalogue;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.store.RunFolder;
import io.oreo.task.Task;
import io.oreo.trajectory.Seed;
import io.oreo.worker.WorkerPool;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the phases of a run work with.
 *
 * @param settings every number of the experiment
 * @param settingsByKey the same as texts by key, for the report
 * @param files the run's folder
 * @param journal what happened so far
 * @param pools the workers, started when first asked for
 * @param task what is to be learned
 * @param methods the training methods there are
 * @param listener hears how it goes
 */
public record RunContext(
        RunSettings settings,
        Map<String, String> settingsByKey,
        RunFolder files,
        Journal journal,
        Pools pools,
        Task task,
        MethodCatalogue methods,
        RunListener listener) {

    /** The workers of a run. A pool starts when it is first asked for. */
    public interface Pools {

        /** Workers that generate, score, tokenise and grade. */
        WorkerPool rollouts();

        /** The worker that trains. */
        WorkerPool training();
    }

    public RunContext {
        settingsByKey = Map.copyOf(settingsByKey);
    }

    /** Where the run's randomness starts. */
    Seed seed() {
        return new Seed(settings.seed());
    }

    /** What is known of the run so far. */
    RunState state() {
        return journal.state();
    }

    /** How its problems are worked on. */
    Interaction interaction() {
        return Interaction.of(
                task,
                new InteractionRules(
                        settings.model().chatTemplate(),
                        settings.collect().maxNewTokens(),
                        settings.model().maxLength(),
                        settings.workers().attempts(),
                        listener::note));
    }

    /** Where models are found. */
    Models models() {
        return new Models(folder(), settings.model());
    }

    /** The run's folder, absolute. */
    Path folder() {
        return files.path();
    }

    /** A path of the run as events write it. */
    String relative(Path path) {
        return folder().relativize(path.toAbsolutePath()).toString().replace('\\', '/');
    }
}
