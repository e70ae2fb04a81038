/**
 * Brings the data of public benchmarks, checked.
 *
 * <p>Start at {@link io.oreo.task.fetch.DataFetch}: it gets what a {@link
 * io.oreo.task.fetch.DataSource} lists, compares each file with its checksum, and unpacks what is
 * an archive.
 *
 * <p>This room reads no question; who learns from the files is said in {@code task}. It runs only
 * when somebody asks for data, never in the middle of a run.
 *
 * <p>Invariants: a file is there whole and with the right checksum, or not at all; what is there
 * already is not fetched again; nothing is written outside the folder that was named.
 */
@NullMarked
package io.oreo.task.fetch;

import org.jspecify.annotations.NullMarked;
