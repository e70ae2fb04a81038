package io.oreo.schedule.settings;

import java.util.Map;

/**
 * The task and how many of its problems serve what.
 *
 * @param name arithmetic, gsm8k, math or python
 * @param data folder with the task's data; empty where it needs none
 * @param demonstrations problems whose worked solutions SFT imitates
 * @param rollouts problems that trajectories are sampled on, in each iteration
 * @param test problems of the evaluation
 * @param options what this task understands besides
 */
public record TaskSettings(
        String name,
        String data,
        int demonstrations,
        int rollouts,
        int test,
        Map<String, Object> options) {

    public TaskSettings {
        options = Map.copyOf(options);
    }
}
