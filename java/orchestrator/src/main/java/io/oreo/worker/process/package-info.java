/**
 * The life of workers: launch, watch, lend, restart and stop.
 *
 * <p>Start at {@link io.oreo.worker.process.WorkerTable}, the table of what may happen to a worker;
 * docs/worker.mmd is its picture. A {@link io.oreo.worker.process.WorkerSlot} walks one worker
 * through it, life after life; a {@link io.oreo.worker.process.WorkerSource} begins a life, as a
 * process of ours or at an address by configuration. {@link io.oreo.worker.process.SupervisedPool}
 * lends slots to callers.
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
