"""What every call goes through: token, version, typed failures, health, reflection, the listening address."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
import torch
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from safetensors import SafetensorError
from serving_fixtures import CALL_SECONDS, TOKEN, Client, failure_of, refused

from oreo.worker.v1 import (
    generation_service_pb2,
    grading_service_pb2,
    lifecycle_service_pb2,
    sequence_pb2,
    task_service_pb2,
    tokenizer_service_pb2,
    training_service_pb2,
    value_service_pb2,
)
from oreo_worker import failures
from oreo_worker.failure_codec import failure_trailer, status_of
from oreo_worker.failures import BadData, WorkerFailure, classify
from oreo_worker.model_role import model_services
from oreo_worker.server import Endpoint, WorkerServer
from oreo_worker.state import WorkerState

PROTOCOL = (
    generation_service_pb2,
    grading_service_pb2,
    lifecycle_service_pb2,
    task_service_pb2,
    tokenizer_service_pb2,
    training_service_pb2,
    value_service_pb2,
)
DESCRIBE = lifecycle_service_pb2.DescribeRequest(protocol_version=1)


@pytest.fixture(scope="module")
def policy(client: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a loaded policy."""
    directory = tmp_path_factory.mktemp("server") / "model"
    client.prepare(directory)
    client.load("server-policy", directory)
    return "server-policy"


def _generate(policy: str, seeds: range, **changes: Any) -> generation_service_pb2.GenerateRequest:
    request = generation_service_pb2.GenerateRequest(
        model_id=policy,
        items=[
            generation_service_pb2.GenerationItem(
                item_id=f"i{n}", prefix_token_ids=[260 + n % 9, 270], seed=n
            )
            for n in seeds
        ],
        sampler=generation_service_pb2.Sampler(temperature=1.0, top_p=0.95),
        stop=generation_service_pb2.StopRule(
            max_new_tokens=20, step_rule=sequence_pb2.StepRule(delimiters=["\n"])
        ),
    )
    request.MergeFrom(generation_service_pb2.GenerateRequest(**changes))
    return request


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1]])
def test_a_wrong_token_is_refused_everywhere(client: Client, token: str) -> None:
    metadata = (("authorization", f"Bearer {token}"),) if token else None
    stub = type(client.lifecycle)(client.channel)
    with refused("UNAUTHENTICATED") as refusal:
        stub.Describe(DESCRIBE, metadata=metadata, timeout=CALL_SECONDS)
    assert refusal.code == grpc.StatusCode.UNAUTHENTICATED
    assert token == "" or token not in refusal.failure.message
    for service in (client.generation, client.values):
        call = type(service)(client.channel)
        with refused("UNAUTHENTICATED"):
            streamed = getattr(call, "Generate", None) or call.EstimateValues
            list(streamed(generation_service_pb2.GenerateRequest(), metadata=metadata, timeout=CALL_SECONDS))
    with refused("UNAUTHENTICATED"):
        health_pb2_grpc.HealthStub(client.channel).Check(
            health_pb2.HealthCheckRequest(), metadata=metadata, timeout=CALL_SECONDS
        )


def test_another_protocol_version_is_refused(client: Client) -> None:
    with refused("WRONG_VERSION") as refusal:
        client.lifecycle.Describe(lifecycle_service_pb2.DescribeRequest(protocol_version=2))
    assert refusal.code == grpc.StatusCode.FAILED_PRECONDITION
    assert "version 2" in refusal.failure.message and not refusal.failure.retryable


def test_describes_what_results_depend_on(client: Client) -> None:
    described = client.lifecycle.Describe(DESCRIBE)
    assert described.protocol_version == 1 and described.device == "cpu" and described.threads == 1
    assert {"torch", "transformers", "tokenizers", "numpy", "python"} <= set(described.libraries)
    assert described.memory_bytes > 0 and described.device_name and described.worker_version


def test_health_and_reflection_answer(client: Client) -> None:
    check = health_pb2_grpc.HealthStub(client.guarded).Check
    services = {s.full_name for file in PROTOCOL for s in file.DESCRIPTOR.services_by_name.values()}
    for service in ("", *services):
        answer = check(health_pb2.HealthCheckRequest(service=service))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
    reflect = reflection_pb2_grpc.ServerReflectionStub(client.guarded)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    (answer,) = reflect.ServerReflectionInfo(iter([request]))
    assert services < {service.name for service in answer.list_services_response.service}


def test_listens_on_loopback_alone_and_says_when_a_port_is_taken() -> None:
    state = WorkerState(torch.device("cpu"))
    server = WorkerServer(state, model_services(state), TOKEN, Endpoint("127.0.0.1", 0))
    try:
        with pytest.raises(BadData, match=rf"port {server.port}: it is taken"):
            WorkerServer(state, model_services(state), TOKEN, Endpoint("127.0.0.1", server.port))
        # The whole of 127.0.0.0/8 is this machine; a server on all addresses would take this one as well.
        with socket.socket() as other:
            other.bind(("127.0.0.2", server.port))
    finally:
        server.stop()


def test_a_draining_worker_finishes_what_runs_and_takes_no_more(client: Client, policy: str) -> None:
    state = WorkerState(torch.device("cpu"))
    server = WorkerServer(state, model_services(state), TOKEN, Endpoint("127.0.0.1", 0))
    server.start()
    other = Client(server.port)
    with state.work():
        other.lifecycle.Drain(lifecycle_service_pb2.DrainRequest())
        with refused("DRAINING") as refusal:
            other.lifecycle.Describe(DESCRIBE)
        assert refusal.failure.retryable and refusal.code == grpc.StatusCode.UNAVAILABLE
        waiting = threading.Thread(target=server.serve_until_drained)
        waiting.start()
        assert waiting.is_alive()
    waiting.join(timeout=CALL_SECONDS)
    assert not waiting.is_alive()
    other.close()


def test_the_order_of_arrival_changes_nothing(client: Client, policy: str) -> None:
    requests = [_generate(policy, range(10 * n, 10 * n + 7)) for n in range(4)]
    expected = [client.generate(request) for request in requests]
    assert len({tuple(c.token_ids) for batch in expected for c in batch}) > 20
    with ThreadPoolExecutor(max_workers=4) as pool:
        turned = list(pool.map(client.generate, requests[::-1]))
    assert turned[::-1] == expected


def test_long_replies_come_in_chunks_and_in_order(client: Client, policy: str) -> None:
    request = _generate(policy, range(600))
    request.stop.max_new_tokens = 1
    replies = list(client.generation.Generate(request))
    assert len(replies) > 2 and max(len(reply.completions) for reply in replies) <= 256
    assert [c.item_id for reply in replies for c in reply.completions] == [i.item_id for i in request.items]


def test_a_cancelled_call_frees_the_device(client: Client, policy: str) -> None:
    """A call whose deadline is over ends, and the next one is served."""
    with pytest.raises(grpc.RpcError) as caught:
        list(client.generation.Generate(_generate(policy, range(400)), timeout=0.02))
    assert caught.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    assert len(client.generate(_generate(policy, range(2)))) == 2


def _wrong_requests() -> list[tuple[str, dict[str, Any], str]]:
    item = generation_service_pb2.GenerationItem
    stop = generation_service_pb2.StopRule
    return [
        ("BAD_DATA", {"items": [item(item_id="x")]}, "empty prefix"),
        ("BAD_DATA", {"items": [item(item_id="x", prefix_token_ids=[100000])]}, "token 100000"),
        ("BAD_DATA", {"sampler": generation_service_pb2.Sampler(top_p=1.5)}, "top_p"),
        ("BAD_DATA", {"stop": stop(max_length=-1)}, "max_length"),
        ("BAD_DATA", {"stop": stop(step_rule=sequence_pb2.StepRule(delimiters=[" "]))}, "delimiter"),
        ("NOT_FOUND", {"model_id": "nobody"}, "nobody"),
    ]


@pytest.mark.parametrize(("kind", "changes", "words"), _wrong_requests())
def test_a_wrong_request_gets_a_typed_failure(
    client: Client, policy: str, kind: str, changes: dict[str, Any], words: str
) -> None:
    with refused(kind) as refusal:
        client.generate(_generate(policy, range(2), **changes))
    assert words in refusal.failure.message


def test_a_model_is_used_in_its_role(client: Client, policy: str) -> None:
    item = value_service_pb2.ValueItem(item_id="x", token_ids=[260])
    with refused("BAD_DATA") as refusal:
        list(
            client.values.EstimateValues(
                value_service_pb2.EstimateValuesRequest(model_id=policy, items=[item])
            )
        )
    assert "is a policy" in refusal.failure.message


def test_training_calls_want_an_open_training(client: Client) -> None:
    with refused("NOT_FOUND"):
        client.train([])
        from oreo.worker.v1 import training_service_pb2 as training

        client.train([training.TrainRequest(save=training.SaveCheckpoint(next_batch=0))])


def test_grades_answer_one_by_one(client: Client) -> None:
    problem = task_service_pb2.TaskProblem(problem_id="p", prompt="1+1=", reference_answer="2")
    answers = {"a": "so 2", "b": "so 3", "c": "", "d": "boom"}
    reply = client.tasks.GradeResponses(
        task_service_pb2.GradeResponsesRequest(
            entry_point="reward_plug_in:reward",
            items=[
                task_service_pb2.GradeItem(item_id=k, problem=problem, response=v) for k, v in answers.items()
            ],
        )
    )
    assert [grade.item_id for grade in reply.grades] == list(answers)
    assert [grade.reward for grade in reply.grades] == [1.0, 0.0, 0.0, 0.0]
    assert [grade.no_answer for grade in reply.grades] == [False, False, True, False]
    assert "no such response" in reply.grades[3].error and not reply.grades[0].error
    plain = client.tasks.GradeResponses(
        task_service_pb2.GradeResponsesRequest(
            entry_point="reward_plug_in:plain",
            items=[
                task_service_pb2.GradeItem(item_id=v, problem=problem, response=v) for v in ("0.5", "nan")
            ],
        )
    )
    assert plain.grades[0].reward == 0.5
    assert plain.grades[1].reward == 0.0 and "finite" in plain.grades[1].error


@pytest.mark.parametrize(
    ("kind", "entry_point", "options"),
    [
        ("NOT_FOUND", "no_such_package:f", "{}"),
        ("NOT_FOUND", "reward_plug_in:nothing", "{}"),
        ("BAD_DATA", "reward_plug_in", "{}"),
        ("BAD_DATA", "reward_plug_in:sums", "[1]"),
        ("BAD_DATA", "reward_plug_in:sums", "{"),
        ("PLUGIN", "reward_plug_in:sums", "{}"),
    ],
)
def test_a_wrong_task_fails_the_call(client: Client, kind: str, entry_point: str, options: str) -> None:
    request = task_service_pb2.ListProblemsRequest(
        entry_point=entry_point, options_json=options, split="test", count=1
    )
    with refused(kind) as refusal:
        list(client.tasks.ListProblems(request))
    assert kind == "BAD_DATA" or entry_point in refusal.failure.message


def _kinds() -> list[type[WorkerFailure]]:
    return [c for c in vars(failures).values() if isinstance(c, type) and issubclass(c, WorkerFailure)]


@pytest.mark.parametrize("kind", _kinds())
def test_every_failure_travels(kind: type[WorkerFailure]) -> None:
    """A long message and many subjects stay below the limit on metadata."""
    failure = kind("x" * 100_000, ["s" * 1000] * 100)
    ((key, content),) = failure_trailer(failure)
    assert key == "oreo-failure-bin" and len(content) < 8000
    assert status_of(failure) != grpc.StatusCode.OK


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), "OUT_OF_MEMORY"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), "OUT_OF_MEMORY"),
        (torch.cuda.OutOfMemoryError("CUDA out of memory"), "OUT_OF_MEMORY"),
        (OSError(28, "No space left on device", "file"), "DISK_FULL"),
        (SafetensorError("I/O error: No space left on device (os error 28)"), "DISK_FULL"),
        (RuntimeError("CUDA error: an illegal memory access"), "DEVICE_LOST"),
        (ZeroDivisionError("x"), "INTERNAL"),
    ],
)
def test_foreign_errors_are_classified(error: Exception, kind: str) -> None:
    assert classify(error).kind == kind


def test_a_bug_is_reported_with_its_place(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> str:
        raise ZeroDivisionError("of a test")

    monkeypatch.setattr("oreo_worker.state.content_key", broken)
    with pytest.raises(grpc.RpcError) as caught:
        client.load("m", "anywhere")
    failure = failure_of(caught.value)
    assert "ZeroDivisionError: of a test" in failure.message and not failure.retryable
