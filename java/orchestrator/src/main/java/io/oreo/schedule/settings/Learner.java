package io.oreo.schedule.settings;

/**
 * What learns from the rollouts of a run.
 *
 * @param label what it is called in run files and in the names of trainings
 * @param algorithm how it learns
 * @param settings whose numbers it reads: the run's, or those that an ablation changed
 */
public record Learner(String label, Algorithm algorithm, RunSettings settings) {}
