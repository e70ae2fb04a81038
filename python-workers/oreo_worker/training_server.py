"""TrainingService: the one training of a worker. Unpacks, calls the trainer, packs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import grpc

from oreo.worker.v1 import training_service_pb2 as messages
from oreo.worker.v1 import training_service_pb2_grpc
from oreo_worker import catalogue, training_codec
from oreo_worker.codec import facts_message
from oreo_worker.failures import BadData, NotFound
from oreo_worker.memory import give_back
from oreo_worker.model_facts import directory_facts
from oreo_worker.rpc import cancelled, log, streaming, unary
from oreo_worker.state import WorkerState
from oreo_worker.trainer import Trainer, open_training


class TrainingServer(training_service_pb2_grpc.TrainingServiceServicer):
    """Holds the open training, if there is one."""

    def __init__(self, state: WorkerState) -> None:
        self._state = state
        self._trainer: Trainer | None = None

    def DescribeMethods(
        self, request: messages.DescribeMethodsRequest, context: grpc.ServicerContext
    ) -> messages.DescribeMethodsResponse:
        """What methods are."""

        def described() -> messages.DescribeMethodsResponse:
            found = [catalogue.describe(name) for name in request.objectives or catalogue.names()]
            return messages.DescribeMethodsResponse(descriptions_json=[json.dumps(each) for each in found])

        return unary(self._state, context, described)  # type: ignore[no-any-return]

    def StartTraining(
        self, request: messages.StartTrainingRequest, context: grpc.ServicerContext
    ) -> messages.StartTrainingResponse:
        """Opens a training; one that was open is dropped, its checkpoints stay."""

        def start() -> messages.StartTrainingResponse:
            if request.resume_at_batch < 0:
                raise BadData(f"resume_at_batch is {request.resume_at_batch}; it must not be negative.")
            spec = training_codec.training_spec(request.spec)
            with self._state.model_work(cancelled(context)):
                self._forget()
                self._trainer = trainer = open_training(spec, self._state.device, request.resume_at_batch)
            log.info("training open at batch %d of %d", trainer.next_batch, spec.total_batches)
            return messages.StartTrainingResponse(
                next_batch=trainer.next_batch,
                policy_parameters=trainer.policy_parameters,
                critic_parameters=trainer.critic_parameters,
            )

        return unary(self._state, context, start)  # type: ignore[no-any-return]

    def Train(
        self, request_iterator: Iterable[messages.TrainRequest], context: grpc.ServicerContext
    ) -> Iterator[messages.TrainResponse]:
        """Takes batches and commands in order."""
        return streaming(self._state, context, self._train(request_iterator, context))

    def _train(
        self, requests: Iterable[messages.TrainRequest], context: grpc.ServicerContext
    ) -> Iterator[messages.TrainResponse]:
        for request in requests:
            with self._state.model_work(cancelled(context)):
                reply = _answer(self._open(), request)
            yield reply

    def FinishTraining(
        self, request: messages.FinishTrainingRequest, context: grpc.ServicerContext
    ) -> messages.FinishTrainingResponse:
        """Writes the final models and closes the training."""

        def finish() -> messages.FinishTrainingResponse:
            with self._state.model_work(cancelled(context)):
                trainer = self._open()
                policy, critic = trainer.finish()
                reply = _finished(trainer, policy, critic)
                del trainer
                self._forget()
            log.info("training finished: %s", policy)
            return reply

        return unary(self._state, context, finish)  # type: ignore[no-any-return]

    def _forget(self) -> None:
        if self._trainer is not None:
            self._trainer = None
            give_back(self._state.device)

    def _open(self) -> Trainer:
        if self._trainer is None:
            raise NotFound("No training is open on this worker; call StartTraining first.")
        return self._trainer


def _answer(trainer: Trainer, request: messages.TrainRequest) -> messages.TrainResponse:
    kind = request.WhichOneof("kind")
    if kind == "batch":
        batch = request.batch
        metrics = trainer.train_batch(
            batch.number, training_codec.sequences(batch), training_codec.pairs(batch)
        )
        return training_codec.batch_done(batch.number, metrics)
    if kind == "save":
        directory = trainer.save(request.save.next_batch)
        log.info("checkpoint before batch %d: %s", request.save.next_batch, directory)
        return training_codec.checkpoint_saved(request.save.next_batch, str(directory))
    raise BadData("A training request holds neither a batch nor a command; set one of the two.")


def _finished(trainer: Trainer, policy: Path, critic: Path | None) -> messages.FinishTrainingResponse:
    source = trainer.spec.policy.copied_to(policy)
    reply = messages.FinishTrainingResponse(
        policy_directory=str(policy), policy_facts=facts_message(directory_facts(source))
    )
    if critic is not None:
        origin = trainer.spec.critic or trainer.spec.policy
        facts = directory_facts(origin.copied_to(critic))
        reply.critic_directory = str(critic)
        reply.critic_facts.CopyFrom(facts_message(facts))
    return reply
