/**
 * Trajectories that users already have, made into a dataset.
 *
 * <p>Start at {@link io.oreo.dataset.imports.TrajectoryImport}. It reads rows of JSON Lines or
 * Parquet, finds the attempts in each, has them tokenised once, and stores them as shards like
 * those of a run. {@link io.oreo.dataset.imports.ImportOptions} says how rows are understood.
 *
 * <p>This room knows the tokenizer's port and no other worker, no tasks and no iterations. It opens
 * the files it is given and nothing that a row names.
 *
 * <p>Invariants: every attempt of every row is stored or dropped for a stated reason with its line;
 * a dataset appears whole or not at all; memory does not grow with the size of a file; behaviour
 * log-probabilities are absent, never invented.
 */
@NullMarked
package io.oreo.dataset.imports;

import org.jspecify.annotations.NullMarked;
