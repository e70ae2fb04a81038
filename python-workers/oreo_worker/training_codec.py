"""Protocol messages of a training to specs and sequences, and metrics back.

Conversion checks what a message alone can get wrong; ranges of numbers are checked by the specs, sequences
by `batch`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from oreo.worker.v1 import sequence_pb2, training_service_pb2
from oreo_worker import catalogue
from oreo_worker.batch import PreferencePair, TokenSequence
from oreo_worker.codec import model_source
from oreo_worker.failures import BadData
from oreo_worker.method import Method
from oreo_worker.specs import LoraSpec, ModelSource, OptimiserSpec, TrainingSpec


def training_spec(message: training_service_pb2.TrainingSpec) -> TrainingSpec:
    """Everything a training needs besides its batches."""
    return TrainingSpec(
        policy=model_source(message.policy, "spec.policy"),
        reference=_optional_source(message, "reference"),
        critic=_optional_source(message, "critic"),
        method=_method(message),
        policy_optimiser=_optimiser(message.policy_optimiser),
        critic_optimiser=_optimiser(message.critic_optimiser)
        if message.HasField("critic_optimiser")
        else None,
        total_batches=message.total_batches,
        output_directory=message.output_directory,
        micro_batch_tokens=message.micro_batch_tokens,
        projection_chunk=message.projection_chunk,
        precision=message.precision,
        seed=message.seed,
        reference_cache_directory=message.reference_cache_directory,
        packing=message.packing,
        gradient_checkpointing=message.gradient_checkpointing,
        policy_lora=_lora(message.policy_lora) if message.HasField("policy_lora") else None,
        critic_lora=_lora(message.critic_lora) if message.HasField("critic_lora") else None,
        critic_warmup_batches=message.critic_warmup_batches,
        correct_from=message.correct_from,
    )


def sequences(batch: training_service_pb2.TrainingBatch) -> list[TokenSequence]:
    """The sequences of a batch."""
    return [_sequence(batch.number, message) for message in batch.sequences]


def pairs(batch: training_service_pb2.TrainingBatch) -> list[PreferencePair]:
    """The preference pairs of a batch, as indices into its sequences."""
    count = len(batch.sequences)
    for pair in batch.pairs:
        if not (0 <= pair.chosen < count and 0 <= pair.rejected < count and pair.chosen != pair.rejected):
            raise BadData(
                f"Batch {batch.number} pairs {pair.chosen} with {pair.rejected}, but has {count}"
                " sequences; a pair is two"
                " different ones of them."
            )
    return [PreferencePair(pair.chosen, pair.rejected) for pair in batch.pairs]


def batch_done(number: int, metrics: Mapping[str, float]) -> training_service_pb2.TrainResponse:
    """The answer to a batch."""
    done = training_service_pb2.BatchDone(number=number, metrics=metrics)
    return training_service_pb2.TrainResponse(batch_done=done)


def checkpoint_saved(next_batch: int, directory: str) -> training_service_pb2.TrainResponse:
    """The answer to a save command."""
    saved = training_service_pb2.CheckpointSaved(next_batch=next_batch, directory=directory)
    return training_service_pb2.TrainResponse(checkpoint_saved=saved)


def _optional_source(message: training_service_pb2.TrainingSpec, field: str) -> ModelSource | None:
    if not message.HasField(field):
        return None
    return model_source(getattr(message, field), f"spec.{field}")


def _method(message: training_service_pb2.TrainingSpec) -> Method:
    if not message.objective:
        raise BadData("spec.objective is empty; name a method.")
    given = {
        name: getattr(value, value.WhichOneof("value") or "text") for name, value in message.options.items()
    }
    return catalogue.make(message.objective, given)


def _optimiser(message: training_service_pb2.OptimiserSpec) -> OptimiserSpec:
    return OptimiserSpec(
        learning_rate=message.learning_rate,
        weight_decay=message.weight_decay,
        beta1=message.beta1,
        beta2=message.beta2,
        epsilon=message.epsilon,
        max_gradient_norm=message.max_gradient_norm,
        schedule=message.schedule,
        warmup_ratio=message.warmup_ratio,
    )


def _lora(message: training_service_pb2.LoraSpec) -> LoraSpec:
    return LoraSpec(message.rank, message.alpha, message.dropout, tuple(message.target_modules))


def _sequence(number: int, message: sequence_pb2.TokenSequence) -> TokenSequence:
    tokens = len(message.token_ids)
    reward_T = np.zeros(tokens, dtype=np.float32)
    for reward in message.rewards:
        if not 0 <= reward.position < tokens:
            raise BadData(
                f"Batch {number}, sequence {message.sequence_id}: a reward lies at position"
                f" {reward.position}, the sequence"
                f" has {tokens} tokens.",
                [message.sequence_id],
            )
        reward_T[reward.position] += reward.value
    behaviour = (
        np.array(message.behaviour_log_probs, dtype=np.float32) if message.behaviour_log_probs else None
    )
    return TokenSequence(
        sequence_id=message.sequence_id,
        token_ids_T=np.array(message.token_ids, dtype=np.int64),
        action_mask_T=np.array(message.action_mask, dtype=np.bool_),
        step_ends=np.array(message.step_ends, dtype=np.int64),
        reward_T=reward_T,
        behaviour_log_prob_T=behaviour,
    )
