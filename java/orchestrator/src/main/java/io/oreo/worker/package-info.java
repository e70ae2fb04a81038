/**
 * The ports to the workers: everything the orchestrator may ask a PyTorch process to do.
 *
 * <p>Start at {@link io.oreo.worker.Worker}; it hands out a {@link io.oreo.worker.Generator}, a
 * {@link io.oreo.worker.ValueModel}, a {@link io.oreo.worker.Trainer}, a {@link
 * io.oreo.worker.Tokenizer} and {@link io.oreo.worker.PythonTasks}. A {@link
 * io.oreo.worker.WorkerPool} holds several and replaces those that are lost.
 *
 * <p>This room knows no gRPC and no processes; {@code worker.grpc} and {@code worker.process} do.
 * It knows nothing of iterations, files of a run, or tasks.
 *
 * <p>Invariants: equal requests give equal replies on the same device, threads and libraries; every
 * failure that crosses the border is a {@link io.oreo.worker.WorkerFailure}, made in one place.
 */
@NullMarked
package io.oreo.worker;

import org.jspecify.annotations.NullMarked;
