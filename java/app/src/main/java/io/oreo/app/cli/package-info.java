/**
 * The program {@code ./oreo}: its verbs, one class each.
 *
 * <p>Start at {@link io.oreo.app.cli.Main}, then {@link io.oreo.app.cli.OreoCommand}, which lists
 * them by the rooms below: {@code run} carries runs on and reports them, {@code data} imports and
 * grades files, {@code model} puts trained models to use, {@code verb} holds what all verbs share.
 * {@code Complaints} says what went wrong.
 *
 * <p>These rooms turn words into calls and results into words. They compute nothing and know no
 * worker: {@link io.oreo.app.Wiring} does.
 *
 * <p>Invariants: results go to standard output, everything else to standard error; the exit status
 * is 0 for success, 1 for failure, 2 for wrong usage or configuration, 130 after an interruption;
 * help and version start nothing.
 */
@NullMarked
package io.oreo.app.cli;

import org.jspecify.annotations.NullMarked;
