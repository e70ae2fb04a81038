package io.oreo.schedule.settings;

import java.util.List;

/**
 * A whole run file.
 *
 * @param name name of the run and of its folder
 * @param seed every random draw of the run descends from it
 * @param iterations offline-RL iterations after SFT; 0 stops after SFT and its evaluation
 * @param algorithm what learns from the rollouts: {@code oreo} or {@code rejection}; its policy is
 *     where the next iteration starts
 * @param baselines algorithms trained on the same rollouts beside it, e.g. {@code rejection}
 * @param task the problems
 * @param model where it starts
 * @param sft how the demonstrations are learned
 * @param collect how rollouts are sampled
 * @param oreo numbers of the algorithm {@code oreo}
 * @param rejection numbers of the algorithm {@code rejection}
 */
public record RunSettings(
        String name,
        long seed,
        int iterations,
        String algorithm,
        List<String> baselines,
        TaskSettings task,
        ModelSettings model,
        TrainSettings sft,
        CollectSettings collect,
        OreoSettings oreo,
        TrainSettings rejection,
        EvaluationSettings evaluation,
        ComputeSettings compute,
        WorkerSettings workers,
        StoreSettings store) {

    public RunSettings {
        baselines = List.copyOf(baselines);
    }
}
