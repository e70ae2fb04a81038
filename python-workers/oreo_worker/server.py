"""Puts services together on a port, whichever they are. Each unpacks, calls and packs in a file of its own.

Every call passes the guard with the run's token, health and reflection included.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from oreo_worker.admission import Admission
from oreo_worker.failures import BadData
from oreo_worker.rpc import Guard

_MESSAGE_BYTES = 64 * 1024 * 1024
# Calls served at once; model work is serialised, so the others wait, answer health checks or are tokenised.
_CALLS = 16


@dataclass(frozen=True)
class Endpoint:
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int


@dataclass(frozen=True)
class Service:
    """A service: its full name, and what puts it on a server."""

    name: str
    add: Callable[[grpc.Server], None]


class WorkerServer:
    """A worker that listens."""

    def __init__(
        self, admission: Admission, services: Sequence[Service], token: str, endpoint: Endpoint
    ) -> None:
        self._admission = admission
        self._services = tuple(services)
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
        for name in ("", *self._names()):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    def serve_until_drained(self) -> None:
        """Returns when the worker was told to drain and its last call has ended."""
        self._admission.wait_until_drained()
        self.stop()

    def stop(self) -> None:
        """Takes no more calls and gives those that run a moment to leave."""
        self._health.enter_graceful_shutdown()
        self._server.stop(grace=1.0).wait()

    def _add_services(self) -> None:
        for service in self._services:
            service.add(self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (*self._names(), health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server)

    def _names(self) -> list[str]:
        return [service.name for service in self._services]
