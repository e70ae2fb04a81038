/**
 * The verbs on data: fetch what a task needs, import trajectories, grade a file of answers.
 *
 * <p>{@link io.oreo.app.cli.data.DataCommand} lists and fetches, {@link
 * io.oreo.app.cli.data.ImportCommand} turns files into a dataset, {@link
 * io.oreo.app.cli.data.GradeCommand} writes a verdict for each answer.
 *
 * <p>These verbs belong to no run and leave nothing in the folder of runs; a worker that they need
 * is started for them alone and ends with them.
 *
 * <p>Invariants: a line that cannot be read is named with its file and number; what a verb writes
 * appears whole or not at all.
 */
@NullMarked
package io.oreo.app.cli.data;

import org.jspecify.annotations.NullMarked;
