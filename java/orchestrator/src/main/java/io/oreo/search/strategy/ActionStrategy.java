package io.oreo.search.strategy;

/** A choice of actions in a game; {@link io.oreo.search.EpisodePlay} carries it out. */
public sealed interface ActionStrategy extends SearchStrategy permits Greedy, Sample, BestAction {}
