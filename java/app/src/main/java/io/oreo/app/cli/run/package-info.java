/**
 * The verbs that carry runs on, compare and report them.
 *
 * <p>Start at {@code RunVerb}: it names a run file ({@code RunChoice}) and how far its run is to be
 * carried ({@code Until}); {@code LongWork} carries it, shows how it goes and stops cleanly. {@link
 * io.oreo.app.cli.run.NamedRun} and {@code RunFolderChoice} find runs that exist, {@link
 * io.oreo.app.cli.run.RunReport} shows what one of them left.
 *
 * <p>This room decides when a run is far enough, not what comes next: that is its schedule's.
 *
 * <p>Invariants: whatever ends a verb, the same verb or {@code resume} goes on where it was; with
 * {@code --dry-run} nothing is started and nothing written.
 */
@NullMarked
package io.oreo.app.cli.run;

import org.jspecify.annotations.NullMarked;
