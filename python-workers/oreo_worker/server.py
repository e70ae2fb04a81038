"""Puts the services together on a port. Knows no tensors: each service unpacks, calls and packs in a file
of its own.

Every call passes the guard with the run's token, health and reflection included.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from oreo.worker.v1 import (
    generation_service_pb2,
    generation_service_pb2_grpc,
    grading_service_pb2,
    grading_service_pb2_grpc,
    lifecycle_service_pb2,
    lifecycle_service_pb2_grpc,
    task_service_pb2,
    task_service_pb2_grpc,
    tokenizer_service_pb2,
    tokenizer_service_pb2_grpc,
    training_service_pb2,
    training_service_pb2_grpc,
    value_service_pb2,
    value_service_pb2_grpc,
)
from oreo_worker.failures import BadData
from oreo_worker.grading_server import GradingServer
from oreo_worker.inference_server import GenerationServer, TokenizerServer, ValueServer
from oreo_worker.lifecycle_server import LifecycleServer
from oreo_worker.rpc import Guard
from oreo_worker.state import WorkerState
from oreo_worker.task_server import TaskServer
from oreo_worker.training_server import TrainingServer

SERVICES = (
    generation_service_pb2.DESCRIPTOR.services_by_name["GenerationService"].full_name,
    grading_service_pb2.DESCRIPTOR.services_by_name["GradingService"].full_name,
    lifecycle_service_pb2.DESCRIPTOR.services_by_name["LifecycleService"].full_name,
    task_service_pb2.DESCRIPTOR.services_by_name["TaskService"].full_name,
    tokenizer_service_pb2.DESCRIPTOR.services_by_name["TokenizerService"].full_name,
    training_service_pb2.DESCRIPTOR.services_by_name["TrainingService"].full_name,
    value_service_pb2.DESCRIPTOR.services_by_name["ValueService"].full_name,
)
_MESSAGE_BYTES = 64 * 1024 * 1024
# Calls served at once; model work is serialised, so the others wait, answer health checks or are tokenised.
_CALLS = 16


@dataclass(frozen=True)
class Endpoint:
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int


class WorkerServer:
    """A worker that listens."""

    def __init__(self, state: WorkerState, token: str, endpoint: Endpoint) -> None:
        self._state = state
        self._server = grpc.server(
            ThreadPoolExecutor(max_workers=_CALLS, thread_name_prefix="call"),
            interceptors=[Guard(token)],
            options=[
                ("grpc.max_receive_message_length", _MESSAGE_BYTES),
                ("grpc.max_send_message_length", _MESSAGE_BYTES),
                ("grpc.so_reuseport", 0),
                # A long batch leaves the connection silent; the orchestrator may ask whether it is alive.
                ("grpc.keepalive_permit_without_calls", 1),
                ("grpc.http2.min_ping_interval_without_data_ms", 5_000),
            ],
        )
        self._health = health.HealthServicer()
        self._add_services()
        address = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
        try:
            self.port = self._server.add_insecure_port(f"{address}:{endpoint.port}")
        except RuntimeError as error:
            raise BadData(
                f"Cannot listen on {endpoint.host} port {endpoint.port}: it is taken or not allowed. Take"
                " --port 0 or"
                " another port."
            ) from error

    def start(self) -> None:
        """Answers calls from now on."""
        self._server.start()
        for name in ("", *SERVICES):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    def serve_until_drained(self) -> None:
        """Returns when the worker was told to drain and its last call has ended."""
        self._state.wait_until_drained()
        self.stop()

    def stop(self) -> None:
        """Takes no more calls and gives those that run a moment to leave."""
        self._health.enter_graceful_shutdown()
        self._server.stop(grace=1.0).wait()

    def _add_services(self) -> None:
        state, server = self._state, self._server
        generation_service_pb2_grpc.add_GenerationServiceServicer_to_server(GenerationServer(state), server)
        grading_service_pb2_grpc.add_GradingServiceServicer_to_server(GradingServer(state), server)
        lifecycle_service_pb2_grpc.add_LifecycleServiceServicer_to_server(LifecycleServer(state), server)
        task_service_pb2_grpc.add_TaskServiceServicer_to_server(TaskServer(state), server)
        tokenizer_service_pb2_grpc.add_TokenizerServiceServicer_to_server(TokenizerServer(state), server)
        training_service_pb2_grpc.add_TrainingServiceServicer_to_server(TrainingServer(state), server)
        value_service_pb2_grpc.add_ValueServiceServicer_to_server(ValueServer(state), server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        reflection.enable_server_reflection((*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
