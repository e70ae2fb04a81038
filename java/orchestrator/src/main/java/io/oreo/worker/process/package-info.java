/**
 * The life of workers: launch, lend, replace and stop.
 *
 * <p>Start at {@link io.oreo.worker.process.SupervisedPool}, which lends workers to callers and
 * replaces those that are lost. A {@link io.oreo.worker.process.WorkerSource} begins a worker's
 * life: {@link io.oreo.worker.process.LocalWorkers} as a process of ours, {@link
 * io.oreo.worker.process.RemoteWorkers} at an address by configuration. {@link
 * io.oreo.worker.process.WorkerProcess} is the one way to start a worker, {@link
 * io.oreo.worker.process.Program} the one way to run anything else: nobody else starts processes.
 *
 * <p>This room knows no gRPC: it is handed a {@link io.oreo.worker.WorkerConnector}. It knows
 * nothing of what is asked of a worker.
 *
 * <p>Invariants: a worker is lent to one caller at a time; a lost worker is replaced a bounded
 * number of times; no process outlives its pool, nor this machine's process if it is killed, since
 * a worker watches the pipe that is its standard input.
 */
@NullMarked
package io.oreo.worker.process;

import org.jspecify.annotations.NullMarked;
