"""What to train and how: dataclasses that mirror TrainingSpec and its parts in training_service.proto.

Every number of an experiment arrives in these; the worker has no configuration of its own. Construction
checks ranges and raises BadData that names the field. codec.py makes them from messages; nothing here knows
messages or tensors.
"""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import json
import math
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oreo_worker.failures import BadData

if TYPE_CHECKING:
    from oreo_worker.method import Method


class Level(Enum):
    """Granularity of an action."""

    TOKEN = "token"
    STEP = "step"
    RESPONSE = "response"


@dataclass(frozen=True)
class ModelSource:
    """How to find and read a model; mirrors ModelSource in lifecycle_service.proto."""

    directory: str
    gguf_file: str = ""
    loader: str = ""
    tokenizer_loader: str = ""
    allowed_remote_code: tuple[str, ...] = ()

    def copied_to(self, directory: Path) -> ModelSource:
        """How a directory made from this one is read: with the same plug-ins, and with the code that was
        allowed here, of which it holds a copy. Its weights are safetensors."""
        allowed = (*self.allowed_remote_code, directory.name) if self.allowed_remote_code else ()
        return dataclasses.replace(self, directory=str(directory), gguf_file="", allowed_remote_code=allowed)


@dataclass(frozen=True)
class OptimiserSpec:
    """AdamW and the schedule of its learning rate."""

    learning_rate: float
    weight_decay: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    max_gradient_norm: float = 1.0
    schedule: str = "constant"
    warmup_ratio: float = 0.0

    def __post_init__(self) -> None:
        _positive("learning_rate", self.learning_rate)
        _positive("epsilon", self.epsilon)
        _not_negative("weight_decay", self.weight_decay)
        _not_negative("max_gradient_norm", self.max_gradient_norm)
        _unit("beta1", self.beta1)
        _unit("beta2", self.beta2)
        _unit("warmup_ratio", self.warmup_ratio)
        if self.schedule not in ("constant", "linear", "cosine"):
            raise BadData(f"schedule is '{self.schedule}'; write constant, linear or cosine.")


@dataclass(frozen=True)
class LoraSpec:
    """Low-rank adapters. No target modules means all linear layers but heads."""

    rank: int
    alpha: float
    dropout: float = 0.0
    target_modules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _positive("lora.rank", self.rank)
        _positive("lora.alpha", self.alpha)
        _unit("lora.dropout", self.dropout)


@dataclass(frozen=True)
class TrainingSpec:
    """Everything a training needs besides its batches."""

    policy: ModelSource
    method: Method
    policy_optimiser: OptimiserSpec
    total_batches: int
    output_directory: str
    reference: ModelSource | None = None
    critic: ModelSource | None = None
    critic_optimiser: OptimiserSpec | None = None
    micro_batch_tokens: int = 16384
    projection_chunk: int = 2048
    precision: str = ""
    seed: int = 0
    reference_cache_directory: str = ""
    packing: bool = False
    gradient_checkpointing: bool = False
    policy_lora: LoraSpec | None = None
    critic_lora: LoraSpec | None = None
    # The first batches of the training update the critic only.
    critic_warmup_batches: int = 0
    # The return from which a response counts as correct.
    correct_from: float = 0.5

    def __post_init__(self) -> None:
        _positive("total_batches", self.total_batches)
        _positive("micro_batch_tokens", self.micro_batch_tokens)
        _positive("projection_chunk", self.projection_chunk)
        _not_negative("seed", self.seed)
        if not self.output_directory:
            raise BadData("output_directory is empty; name a directory for checkpoints and final models.")
        if self.precision not in ("", "float32", "bfloat16"):
            raise BadData(f"precision is '{self.precision}'; write float32, bfloat16 or leave it empty.")
        _not_negative("critic_warmup_batches", self.critic_warmup_batches)
        if not math.isfinite(self.correct_from):
            raise BadData(f"correct_from is {self.correct_from}; it must be a finite number.")
        if self.trains_critic and self.critic_optimiser is None:
            raise BadData("critic_optimiser is missing; this method trains a critic.")
        if self.critic_warmup_batches and not self.trains_critic:
            raise BadData("critic_warmup_batches is set, but this method trains no critic; set it to 0.")

    @property
    def trains_critic(self) -> bool:
        """True for the methods that learn a value beside the policy."""
        return self.method.needs.critic

    @property
    def policy_starts_as_reference(self) -> bool:
        """True when the policy's start is the reference policy."""
        return self.reference is None or self.reference == self.policy

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready record of the spec, with the method's name, options and source."""
        record = json.loads(json.dumps(dataclasses.asdict(self), default=_plain))
        record["method"] = {"options": record["method"], **source_of(type(self.method))}
        return record  # type: ignore[no-any-return]


def source_of(method: type) -> dict[str, str]:
    """Where a method's code is; for code outside the worker a digest of its file as well.

    A training goes on with the code that it began with.
    """
    name = f"{method.__module__}:{method.__qualname__}"
    file = None if method.__module__.startswith("oreo_worker.") else inspect.getsourcefile(method)
    return {"class": name, "digest": hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else ""}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no place in a record of a training")


def _positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise BadData(f"{name} is {value}; it must be a finite number above zero.")


def _not_negative(name: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise BadData(f"{name} is {value}; it must be a finite number, zero or above.")


def _unit(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise BadData(f"{name} is {value}; it must lie between 0 and 1.")
