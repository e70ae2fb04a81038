/**
 * Trajectories at rest, and what is chosen from them to train on.
 *
 * <p>Start at {@link io.oreo.dataset.TrajectoryShards}, which writes trajectories to Parquet and
 * reads them back, and at {@link io.oreo.dataset.DatasetManifest}, which names the shards of a
 * dataset. {@link io.oreo.dataset.Selections} picks what an algorithm learns from, {@link
 * io.oreo.dataset.BatchPlan} puts it into numbered batches, and {@link io.oreo.dataset.DataReport}
 * says what was read, used and dropped.
 *
 * <p>This room knows no workers, no tokenizers and no iterations. It never changes a trajectory.
 *
 * <p>Invariants: a shard is there completely or not at all; what is read equals what was written,
 * by a digest of the content; selections and batches are functions of their input and a seed; every
 * attempt of a report is used or dropped for a stated reason.
 */
@NullMarked
package io.oreo.dataset;

import org.jspecify.annotations.NullMarked;
