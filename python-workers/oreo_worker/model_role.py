"""A worker that holds models: everything the protocol has, grading included."""

from __future__ import annotations

from functools import partial

from oreo.worker.v1 import (
    generation_service_pb2_grpc,
    grading_service_pb2_grpc,
    lifecycle_service_pb2_grpc,
    task_service_pb2_grpc,
    tokenizer_service_pb2_grpc,
    training_service_pb2_grpc,
    value_service_pb2_grpc,
)
from oreo_worker.grading_server import GradingServer
from oreo_worker.inference_server import GenerationServer, TokenizerServer, ValueServer
from oreo_worker.lifecycle_server import LifecycleServer
from oreo_worker.server import Service
from oreo_worker.state import WorkerState
from oreo_worker.task_server import TaskServer
from oreo_worker.training_server import TrainingServer


def model_services(state: WorkerState) -> tuple[Service, ...]:
    """What such a worker serves."""
    adders = {
        "Generation": partial(
            generation_service_pb2_grpc.add_GenerationServiceServicer_to_server, GenerationServer(state)
        ),
        "Grading": partial(
            grading_service_pb2_grpc.add_GradingServiceServicer_to_server, GradingServer(state)
        ),
        "Lifecycle": partial(
            lifecycle_service_pb2_grpc.add_LifecycleServiceServicer_to_server, LifecycleServer(state)
        ),
        "Task": partial(task_service_pb2_grpc.add_TaskServiceServicer_to_server, TaskServer(state)),
        "Tokenizer": partial(
            tokenizer_service_pb2_grpc.add_TokenizerServiceServicer_to_server, TokenizerServer(state)
        ),
        "Training": partial(
            training_service_pb2_grpc.add_TrainingServiceServicer_to_server, TrainingServer(state)
        ),
        "Value": partial(value_service_pb2_grpc.add_ValueServiceServicer_to_server, ValueServer(state)),
    }
    return tuple(Service(f"oreo.worker.v1.{name}Service", adder) for name, adder in adders.items())
