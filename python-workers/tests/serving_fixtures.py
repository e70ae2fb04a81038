"""What the serving tests share: a worker in this process or in its own, and a client with deadlines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from learning_fixtures import CONFIG

from oreo.worker.v1 import (
    failure_pb2,
    generation_service_pb2,
    generation_service_pb2_grpc,
    grading_service_pb2_grpc,
    lifecycle_service_pb2,
    lifecycle_service_pb2_grpc,
    sequence_pb2,
    task_service_pb2_grpc,
    tokenizer_service_pb2,
    tokenizer_service_pb2_grpc,
    training_service_pb2,
    training_service_pb2_grpc,
    value_service_pb2_grpc,
)

TOKEN = "a-token-of-these-tests-only"
CALL_SECONDS = 60.0
START_SECONDS = 90.0
PYTHON_WORKERS = Path(__file__).resolve().parent.parent
CORPUS = ["Q: 12 + 7 = 19\nA: first, then. \nso ", "abcdefghijklmnopqrstuvwxyz 0123456789"]


class Client:
    """All services of one worker; every call carries the token and a deadline."""

    def __init__(self, port: int, token: str = TOKEN) -> None:
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        guarded = grpc.intercept_channel(self.channel, _WithToken(token))
        self.lifecycle = lifecycle_service_pb2_grpc.LifecycleServiceStub(guarded)
        self.generation = generation_service_pb2_grpc.GenerationServiceStub(guarded)
        self.values = value_service_pb2_grpc.ValueServiceStub(guarded)
        self.tokenizer = tokenizer_service_pb2_grpc.TokenizerServiceStub(guarded)
        self.tasks = task_service_pb2_grpc.TaskServiceStub(guarded)
        self.training = training_service_pb2_grpc.TrainingServiceStub(guarded)
        self.grading = grading_service_pb2_grpc.GradingServiceStub(guarded)
        self.guarded = guarded

    def close(self) -> None:
        """Closes the connection."""
        self.channel.close()

    def prepare(self, directory: Path, seed: int = 1, kind: str = "character") -> Any:
        """A tiny model with random weights and its own tokenizer."""
        random = lifecycle_service_pb2.RandomModel(config_json=json.dumps(CONFIG), seed=seed)
        random.training.kind = kind
        random.training.vocabulary_size = 300
        random.training.corpus.extend(CORPUS)
        request = lifecycle_service_pb2.PrepareModelRequest(output_directory=str(directory), random=random)
        return self.lifecycle.PrepareModel(request).facts

    def load(self, model_id: str, directory: Path | str, role: str = "POLICY", **source: Any) -> Any:
        """Loads a model directory under a name."""
        request = lifecycle_service_pb2.LoadModelRequest(
            model_id=model_id,
            source=lifecycle_service_pb2.ModelSource(directory=str(directory), **source),
            role=lifecycle_service_pb2.ModelRole.Value(f"MODEL_ROLE_{role}"),
        )
        return self.lifecycle.LoadModel(request).facts

    def encode(self, directory: Path, items: Sequence[tokenizer_service_pb2.EncodeItem]) -> Any:
        """Encodes dialogues whose steps end at line breaks."""
        request = tokenizer_service_pb2.EncodeRequest(
            directory=str(directory), items=items, step_rule=sequence_pb2.StepRule(delimiters=["\n"])
        )
        return self.tokenizer.Encode(request)

    def generate(self, request: generation_service_pb2.GenerateRequest) -> list[Any]:
        """All completions of a request."""
        return [c for reply in self.generation.Generate(request) for c in reply.completions]

    def train(self, requests: Sequence[training_service_pb2.TrainRequest]) -> list[Any]:
        """Answers to the batches and commands."""
        return list(self.training.Train(iter(requests)))


class _WithToken(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    def __init__(self, token: str) -> None:
        self._metadata = (("authorization", f"Bearer {token}"),)

    def _intercept(self, continuation: Any, details: Any, request: Any) -> Any:
        details = details._replace(metadata=self._metadata, timeout=details.timeout or CALL_SECONDS)
        return continuation(details, request)

    intercept_unary_unary = intercept_unary_stream = _intercept
    intercept_stream_unary = intercept_stream_stream = _intercept


def failure_of(error: grpc.RpcError) -> failure_pb2.Failure:
    """The typed failure in the trailer of a failed call."""
    trailers = {entry.key: entry.value for entry in error.trailing_metadata() or ()}
    return failure_pb2.Failure.FromString(trailers["oreo-failure-bin"])


class Refusal:
    """Filled when the block `with refused(...)` has ended."""

    failure: failure_pb2.Failure
    code: grpc.StatusCode


class refused:  # noqa: N801 - reads as a word of the test
    """Expects a call of the block to fail with a failure of this kind."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._refusal = Refusal()

    def __enter__(self) -> Refusal:
        return self._refusal

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        assert error is not None, f"the call succeeded; expected was {self._kind}"
        if not isinstance(error, grpc.RpcError):
            return False
        self._refusal.failure = failure_of(error)
        self._refusal.code = error.code()
        found = failure_pb2.FailureKind.Name(self._refusal.failure.kind)
        assert found == f"FAILURE_KIND_{self._kind}", self._refusal.failure.message
        return True


@dataclass
class WorkerProcess:
    """A worker in a process of its own, started as the orchestrator starts it."""

    folder: Path
    arguments: tuple[str, ...] = ()
    # Another folder that the worker imports plug-ins from.
    extra_path: str = ""
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ready_file = self.folder / "ready.json"
        command = [sys.executable, "-m", "oreo_worker", "--ready-file", str(self.ready_file)]
        command += ["--threads", "1", "--device", "cpu", "--exit-with-parent", *self.arguments]
        path = os.pathsep.join(filter(None, [str(PYTHON_WORKERS), self.extra_path]))
        environment = os.environ | {"OREO_WORKER_TOKEN": TOKEN, "PYTHONPATH": path}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._changed:
                self.lines.append(line.rstrip())
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def port(self) -> int:
        """Its port; waits until it answers."""
        with self._changed:
            listening = self._changed.wait_for(
                lambda: self._ended or any("listening" in line for line in self.lines), START_SECONDS
            )
        assert listening and self.ready_file.is_file(), "\n".join(self.lines)
        return int(json.loads(self.ready_file.read_text())["port"])

    def exit_status(self) -> int:
        """Waits for its end."""
        status = self.process.wait(timeout=START_SECONDS)
        self._reader.join(timeout=START_SECONDS)
        return status

    def close_stdin(self) -> None:
        """What the worker sees when its starter dies."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.exit_status()
        self.close_stdin()
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """A client of a worker in this process."""
    import torch

    from oreo_worker.model_role import model_services
    from oreo_worker.server import Endpoint, WorkerServer
    from oreo_worker.state import WorkerState

    state = WorkerState(torch.device("cpu"))
    server = WorkerServer(state, model_services(state), TOKEN, Endpoint("127.0.0.1", 0))
    server.start()
    found = Client(server.port)
    yield found
    found.close()
    server.stop()
