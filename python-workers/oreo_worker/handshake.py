"""The first and the last call on a connection, the same for every role of a worker."""

from __future__ import annotations

from oreo.worker.v1 import lifecycle_service_pb2 as messages
from oreo_worker import PROTOCOL_VERSION, __version__
from oreo_worker.admission import Admission
from oreo_worker.failures import WrongVersion
from oreo_worker.host import libraries
from oreo_worker.rpc import log


def introduced(
    request: messages.DescribeRequest, found: messages.DescribeResponse
) -> messages.DescribeResponse:
    """`found` with what is known of every worker. Raises WrongVersion unless both sides speak the same."""
    if request.protocol_version != PROTOCOL_VERSION:
        raise WrongVersion(
            f"The caller speaks protocol version {request.protocol_version}, this worker {PROTOCOL_VERSION}."
            " Install orchestrator and worker of the same release."
        )
    found.protocol_version = PROTOCOL_VERSION
    found.worker_version = __version__
    found.libraries.update(libraries())
    return found


def drained(admission: Admission) -> messages.DrainResponse:
    """Refuses new work from now on; the process ends when what runs has ended."""
    log.info("draining")
    admission.drain()
    return messages.DrainResponse()
