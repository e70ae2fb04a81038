package io.oreo.schedule.settings;

import java.util.List;

/**
 * A whole run file.
 *
 * @param name name of the run and of its folder
 * @param seed every random draw of the run descends from it
 * @param iterations offline-RL iterations after SFT; 0 stops after SFT and its evaluation
 * @param baselines algorithms trained on the same rollouts beside the main one, e.g. {@code
 *     rejection}
 */
public record RunSettings(
        String name,
        long seed,
        int iterations,
        List<String> baselines,
        TaskSettings task,
        ModelSettings model,
        TrainSettings sft,
        CollectSettings collect,
        TrainSettings train,
        TrainSettings rejection,
        OreoSettings oreo,
        OptimiserSettings critic,
        EvaluationSettings evaluation,
        ComputeSettings compute,
        WorkerSettings workers,
        StoreSettings store) {

    public RunSettings {
        baselines = List.copyOf(baselines);
    }
}
