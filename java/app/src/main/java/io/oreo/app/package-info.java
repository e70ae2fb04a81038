/**
 * The main program.
 *
 * <p>Start at {@link io.oreo.app.Main}: it hands the arguments to a verb of {@link
 * io.oreo.app.cli}. {@link io.oreo.app.Wiring} builds every room of a run with constructors, in the
 * order in which they need each other, and is the one place that knows all of them. {@link
 * io.oreo.app.Progress} shows how a run goes, {@link io.oreo.app.CleanStop} ends it when asked to.
 *
 * <p>This room decides nothing about learning, searching or judging; it chooses parts and passes
 * settings on. Nobody depends on it.
 *
 * <p>Invariants: what was opened is closed, in the opposite order, whatever happens; workers start
 * when they are first needed, so a run that is done starts none.
 */
@NullMarked
package io.oreo.app;

import org.jspecify.annotations.NullMarked;
