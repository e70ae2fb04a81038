/**
 * Finds an answer to a problem with the models we have.
 *
 * <p>Start at {@link io.oreo.search.Solver}. A {@link io.oreo.search.strategy.ResponseStrategy} is
 * plain data that says how to search; a solver carries it out for many problems in lock step, with
 * a generator and, where the strategy needs one, a value model: {@link io.oreo.search.BeamSearch}
 * step by step, {@link io.oreo.search.AttemptSearch} by whole responses. What was tried stands in
 * the {@link io.oreo.search.SearchTrace}; the nouns that these share, in {@link
 * io.oreo.search.SearchInput}.
 *
 * <p>In an environment the unit is an action: {@link io.oreo.search.EpisodePlay} plays many
 * episodes in lock step with a policy, and {@link io.oreo.search.ActionSearch} ranks candidates of
 * one episode; both play them in forks and go by the value of the states that follow.
 *
 * <p>This room knows nothing of gRPC, files, iterations or grading. It never decides whether an
 * answer is correct; a vote only asks an {@link io.oreo.search.AnswerKey} which answers are equal.
 *
 * <p>Invariants: a search spends no more than its token budget; equal seeds and equal model outputs
 * give equal results, whatever else is solved beside; which prefixes share a worker call follows
 * from the inputs alone; every candidate that was scored appears in the trace; every search ends
 * with an answer, and says if that answer is unfinished.
 */
@NullMarked
package io.oreo.search;

import org.jspecify.annotations.NullMarked;
