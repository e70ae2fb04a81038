/**
 * The verbs of {@code ./oreo}, one class each.
 *
 * <p>Start at {@link io.oreo.app.cli.OreoCommand}, which lists them. {@link
 * io.oreo.app.cli.RunChoice} is the way every verb names a run file and changes its settings,
 * {@link io.oreo.app.cli.RunFolderChoice} the way it finds runs that exist; {@link
 * io.oreo.app.cli.LongWork} carries a run as far as asked, shows how it goes and stops cleanly.
 *
 * <p>This room turns words into calls and results into words. It computes nothing and knows no
 * worker: {@link io.oreo.app.Wiring} does.
 *
 * <p>Invariants: results go to standard output, everything else to standard error; the exit status
 * is 0 for success, 1 for failure, 2 for wrong usage or configuration, 130 after an interruption;
 * help and version start nothing.
 */
@NullMarked
package io.oreo.app.cli;

import org.jspecify.annotations.NullMarked;
