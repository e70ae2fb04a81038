/**
 * What the program is made of.
 *
 * <p>Start at {@link io.oreo.app.Wiring}, which builds every room of a run with constructors, in
 * the order in which they need each other, and is the one place that knows all of them. {@link
 * io.oreo.app.Progress} shows how a run goes, {@link io.oreo.app.CleanStop} ends it when asked to,
 * {@link io.oreo.app.SideWorkers} and {@link io.oreo.app.LoneWorker} serve who has no run. The
 * program itself, {@code Main} and its verbs, is {@code io.oreo.app.cli}.
 *
 * <p>This room decides nothing about learning, searching or grading; it chooses parts and passes
 * settings on. Only {@code cli} depends on it.
 *
 * <p>Invariants: what was opened is closed, in the opposite order, whatever happens; workers start
 * when they are first needed, so a run that is done starts none.
 */
@NullMarked
package io.oreo.app;

import org.jspecify.annotations.NullMarked;
