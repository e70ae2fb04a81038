/**
 * Workers reached over gRPC: the only users of the generated messages and stubs.
 *
 * <p>Start at {@link io.oreo.worker.grpc.GrpcConnector}, which opens a channel, carries the run's
 * token, compares protocol versions and hands out a {@link io.oreo.worker.WorkerConnection}. {@link
 * io.oreo.worker.grpc.Calls} makes every call: deadline, interruption, failure. The codecs turn
 * records into messages and back; the classes named Grpc implement the ports one by one.
 *
 * <p>This room knows no processes, runs, files or tasks. It repeats no call: who supervises
 * decides.
 *
 * <p>Invariants: no message leaves the room; every call has a deadline; an interrupted caller
 * cancels its call; whatever goes wrong leaves as a {@link io.oreo.worker.WorkerException}; a reply
 * that breaks the contract is a failure and never a half-filled record.
 */
@NullMarked
package io.oreo.worker.grpc;

import org.jspecify.annotations.NullMarked;
