/**
 * The verbs that put models to use.
 *
 * <p>{@link io.oreo.app.cli.model.SolveCommand} has the last policy of a run answer one problem,
 * {@link io.oreo.app.cli.model.DiagnoseCommand} compares explicit and implicit values on labelled
 * steps ({@code LabelledSteps} reads them), {@link io.oreo.app.cli.model.WorkerCommand} starts a
 * worker for runs on other machines.
 *
 * <p>They find their run by {@link io.oreo.app.cli.run.NamedRun} and take the settings that it was
 * made with. A worker of the last kind belongs to no run: others name its address.
 *
 * <p>Invariant: none of them changes what a run has on record.
 */
@NullMarked
package io.oreo.app.cli.model;

import org.jspecify.annotations.NullMarked;
