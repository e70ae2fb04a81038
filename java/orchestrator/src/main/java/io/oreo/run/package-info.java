/**
 * What happened in a run: an append-only event log, and what follows from it.
 *
 * <p>Start at {@link io.oreo.run.IterationTable}, the life of a run as a table; then {@link
 * io.oreo.run.RunEvent}, what can happen; {@link io.oreo.run.RunState} is a fold of the log, and
 * {@link io.oreo.run.Journal} the only one who appends to it.
 *
 * <p>This room works on nothing: who makes the events is said in {@code schedule}. A log that an
 * earlier version wrote opens like one of today.
 *
 * <p>Invariants: nothing but the log remembers where a run is; an event and the rows it speaks of
 * are committed together, and only after the files it names are on disk.
 */
@NullMarked
package io.oreo.run;

import org.jspecify.annotations.NullMarked;
