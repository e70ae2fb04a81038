/**
 * What steps a planning task in the reference mode.
 *
 * <p>Start at {@link io.oreo.alfworld.planner.Planner}. {@link
 * io.oreo.alfworld.planner.Libdownward} lends copies of the compiled planner that TextWorld itself
 * uses, where one is installed; without it {@code EnginePlanner}, the engine of {@code planning},
 * serves in its place. {@code TaskLimits} refuses tasks that the library would end the process
 * over.
 *
 * <p>This room knows planning tasks alone: no Python, no games, no texts.
 *
 * <p>Invariants: both step a task equally, operators in the same order; a planner serves one user
 * at a time.
 */
@NullMarked
package io.oreo.alfworld.planner;

import org.jspecify.annotations.NullMarked;
