/**
 * How to search: one record a strategy, plain data that is its whole definition.
 *
 * <p>Start at {@link io.oreo.search.strategy.SearchStrategy}. A record says what tables, estimates
 * and reports ask of a search: its label, its cost, whether it reads values, whether it samples
 * attempts. Its name is its class in kebab case ({@code BestOfN} is {@code best-of-n}), and its
 * components in snake case are the keys that it reads in a run file; {@link
 * io.oreo.search.strategy.StrategyTable} turns the one into the other and back.
 *
 * <p>This room knows numbers only: no model, no file, no problem. What carries a strategy out is
 * the room {@code search}, whose switches over {@link io.oreo.search.strategy.ResponseStrategy} and
 * {@link io.oreo.search.strategy.ActionStrategy} have no default, so that the compiler finds the
 * place where a new one must be carried out.
 *
 * <p>Invariants: a record that exists has numbers in range; a label never changes, because random
 * streams, stored results and digests hold it; a record read back from its table is equal.
 */
@NullMarked
package io.oreo.search.strategy;

import org.jspecify.annotations.NullMarked;
