package io.oreo.search.strategy;

/** A search for a response to a problem; {@link io.oreo.search.Solver} carries it out. */
public sealed interface ResponseStrategy extends SearchStrategy
        permits Greedy, Sample, StepBeam, BestOfN, Majority, ValueVote, Dvts {}
