"""Failures as gRPC statuses with the failure itself in a trailer, as failure.proto has it."""

from __future__ import annotations

import grpc

from oreo.worker.v1 import failure_pb2
from oreo_worker.failures import WorkerFailure

FAILURE_TRAILER = "oreo-failure-bin"

_STATUS = {
    "OUT_OF_MEMORY": grpc.StatusCode.RESOURCE_EXHAUSTED,
    "BAD_DATA": grpc.StatusCode.INVALID_ARGUMENT,
    "WRONG_VERSION": grpc.StatusCode.FAILED_PRECONDITION,
    "DEVICE_LOST": grpc.StatusCode.UNAVAILABLE,
    "UNAUTHENTICATED": grpc.StatusCode.UNAUTHENTICATED,
    "NOT_FOUND": grpc.StatusCode.NOT_FOUND,
    "NON_FINITE": grpc.StatusCode.FAILED_PRECONDITION,
    "DISK_FULL": grpc.StatusCode.RESOURCE_EXHAUSTED,
    "CORRUPT_CHECKPOINT": grpc.StatusCode.DATA_LOSS,
    "REFUSED": grpc.StatusCode.PERMISSION_DENIED,
    "CANCELLED": grpc.StatusCode.CANCELLED,
    "DRAINING": grpc.StatusCode.UNAVAILABLE,
    "PLUGIN": grpc.StatusCode.INTERNAL,
    "INTERNAL": grpc.StatusCode.INTERNAL,
}
# A message in a trailer must stay far below the limit on metadata.
_MESSAGE_CHARACTERS = 2000
_SUBJECTS = 20


def status_of(failure: WorkerFailure) -> grpc.StatusCode:
    """The gRPC status that stands for the failure."""
    return _STATUS[failure.kind]


def failure_trailer(failure: WorkerFailure) -> tuple[tuple[str, bytes], ...]:
    """The trailer that carries the failure."""
    message = failure_pb2.Failure(
        kind=f"FAILURE_KIND_{failure.kind}",
        message=failure.message[:_MESSAGE_CHARACTERS],
        retryable=failure.retryable,
        subjects=[subject[:200] for subject in failure.subjects[:_SUBJECTS]],
    )
    return ((FAILURE_TRAILER, message.SerializeToString()),)
