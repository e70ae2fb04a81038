/**
 * Environments in processes of their own, reached over gRPC.
 *
 * <p>Start at {@link io.oreo.environment.grpc.RemoteEnvironment}: it speaks {@code
 * environment_service.proto} to any server that does, e.g. {@code environments/remote/serve.py},
 * which serves Gymnasium-style environments and TextWorld itself from CPython.
 *
 * <p>This room and {@code io.oreo.worker.grpc} are the only users of generated messages; what
 * leaves it are the records of the port. It starts no process.
 *
 * <p>Invariants: every call has a deadline and carries the token; a call that fails becomes an
 * {@link io.oreo.environment.EnvironmentException} of a kind.
 */
@NullMarked
package io.oreo.environment.grpc;

import org.jspecify.annotations.NullMarked;
