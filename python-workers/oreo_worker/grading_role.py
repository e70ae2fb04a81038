"""A worker that only compares answers. It imports no PyTorch, so that it is there in a second.

Its LifecycleService says who answers and drains; whatever concerns models is unimplemented there.
"""

from __future__ import annotations

from functools import partial

import grpc

from oreo.worker.v1 import grading_service_pb2_grpc, lifecycle_service_pb2_grpc
from oreo.worker.v1 import lifecycle_service_pb2 as messages
from oreo_worker.admission import Admission
from oreo_worker.grading_server import GradingServer
from oreo_worker.handshake import drained, introduced
from oreo_worker.host import memory_bytes, processor_name
from oreo_worker.rpc import unary
from oreo_worker.server import Service


class GradingLifecycle(lifecycle_service_pb2_grpc.LifecycleServiceServicer):
    """Answers for a process that holds no models."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def Describe(
        self, request: messages.DescribeRequest, context: grpc.ServicerContext
    ) -> messages.DescribeResponse:
        """Who answers."""
        found = messages.DescribeResponse(
            device="cpu", device_name=processor_name(), threads=1, memory_bytes=memory_bytes()
        )
        reply: messages.DescribeResponse = unary(self._admission, context, lambda: introduced(request, found))
        return reply

    def Drain(self, request: messages.DrainRequest, context: grpc.ServicerContext) -> messages.DrainResponse:
        """Refuses new work; the process ends when what runs has ended."""
        return drained(self._admission)


def grading_services(admission: Admission) -> tuple[Service, ...]:
    """What such a worker serves."""
    add_grading = grading_service_pb2_grpc.add_GradingServiceServicer_to_server
    grading = GradingServer(admission)
    grading.launch()
    add_lifecycle = lifecycle_service_pb2_grpc.add_LifecycleServiceServicer_to_server
    return (
        Service("oreo.worker.v1.GradingService", partial(add_grading, grading)),
        Service("oreo.worker.v1.LifecycleService", partial(add_lifecycle, GradingLifecycle(admission))),
    )
