/**
 * What a run remembers: its events, its metrics and its results.
 *
 * <p>Start at {@link io.oreo.store.RunStore}; {@link io.oreo.store.RunStores} opens one, SQLite in
 * the run's folder unless a PostgreSQL address is given. {@link io.oreo.store.RunFolder} says where
 * the files of a run lie and keeps two programs out of one folder.
 *
 * <p>This room knows rows and files, not what an event means or how a figure is computed.
 *
 * <p>Invariants: an event and the rows it speaks of are committed together or not at all; events
 * are never changed; a row that is written again replaces itself; a folder belongs to one process
 * at a time, and its lock ends with that process; a store of a newer schema is left alone.
 *
 * <p>Bad luck (a full disk, a locked file, a damaged database) ends in one {@link
 * io.oreo.store.StoreException} that says how to mend it.
 */
@NullMarked
package io.oreo.store;

import org.jspecify.annotations.NullMarked;
