"""What to train and how: dataclasses that mirror TrainingSpec and its parts in training_service.proto.

Every number of an experiment arrives in these; the worker has no configuration of its own. Construction
checks ranges and raises BadData that names the field. codec.py makes them from messages; nothing here knows
messages or tensors.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from oreo_worker.failures import BadData


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
class SftObjective:
    """Cross entropy on action tokens; on right rollouts this is rejection sampling."""


@dataclass(frozen=True)
class OreoObjective:
    """OREO (arXiv 2412.16145): policy and critic share the soft Bellman equation."""

    level: Level
    beta: float
    alpha: float
    lambda_: float = 1.0
    critic_warmup_batches: int = 0

    def __post_init__(self) -> None:
        _check_soft_bellman(self.beta, self.alpha, self.lambda_, self.critic_warmup_batches)


@dataclass(frozen=True)
class PclObjective:
    """Path consistency learning: OREO's policy loss with the gradient through all ratios."""

    level: Level
    beta: float
    alpha: float
    lambda_: float = 1.0
    critic_warmup_batches: int = 0

    def __post_init__(self) -> None:
        _check_soft_bellman(self.beta, self.alpha, self.lambda_, self.critic_warmup_batches)


@dataclass(frozen=True)
class DpoObjective:
    """Direct preference optimisation on pairs (arXiv 2305.18290)."""

    beta: float

    def __post_init__(self) -> None:
        _positive("beta", self.beta)


@dataclass(frozen=True)
class KtoObjective:
    """Kahneman-Tversky optimisation on unpaired outcomes (arXiv 2402.01306)."""

    beta: float
    desirable_weight: float = 1.0
    undesirable_weight: float = 1.0

    def __post_init__(self) -> None:
        _positive("beta", self.beta)
        _not_negative("desirable_weight", self.desirable_weight)
        _not_negative("undesirable_weight", self.undesirable_weight)


@dataclass(frozen=True)
class DqoObjective:
    """Direct Q-function optimisation (arXiv 2410.09302)."""

    beta: float
    lambda_: float
    importance_clip: float
    target_rate: float
    critic_warmup_batches: int = 0

    def __post_init__(self) -> None:
        _check_soft_bellman(self.beta, 0.0, self.lambda_, self.critic_warmup_batches)
        _positive("importance_clip", self.importance_clip)
        _unit("target_rate", self.target_rate)


ObjectiveSpec = SftObjective | OreoObjective | PclObjective | DpoObjective | KtoObjective | DqoObjective


@dataclass(frozen=True)
class TrainingSpec:
    """Everything a training needs besides its batches."""

    policy: ModelSource
    objective: ObjectiveSpec
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
    critic_lora: LoraSpec | None = field(default=None)

    def __post_init__(self) -> None:
        _positive("total_batches", self.total_batches)
        _positive("micro_batch_tokens", self.micro_batch_tokens)
        _positive("projection_chunk", self.projection_chunk)
        _not_negative("seed", self.seed)
        if not self.output_directory:
            raise BadData("output_directory is empty; name a directory for checkpoints and final models.")
        if self.precision not in ("", "float32", "bfloat16"):
            raise BadData(f"precision is '{self.precision}'; write float32, bfloat16 or leave it empty.")
        if self.trains_critic and self.critic_optimiser is None:
            raise BadData("critic_optimiser is missing; this objective trains a critic.")

    @property
    def trains_critic(self) -> bool:
        """True for the objectives that learn a value beside the policy."""
        return isinstance(self.objective, OreoObjective | PclObjective | DqoObjective)

    @property
    def critic_warmup_batches(self) -> int:
        """How many batches at the start update the critic only."""
        if isinstance(self.objective, OreoObjective | PclObjective | DqoObjective):
            return self.objective.critic_warmup_batches
        return 0

    @property
    def policy_starts_as_reference(self) -> bool:
        """True when the policy's start is the reference policy."""
        return self.reference is None or self.reference == self.policy

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready record of the spec; the objective's name stands beside its numbers."""
        record = dataclasses.asdict(self)
        record["objective"]["name"] = type(self.objective).__name__
        if "level" in record["objective"]:
            record["objective"]["level"] = record["objective"]["level"].value
        for source in ("policy", "reference", "critic"):
            if record[source] is not None:
                record[source]["allowed_remote_code"] = list(record[source]["allowed_remote_code"])
        for lora in ("policy_lora", "critic_lora"):
            if record[lora] is not None:
                record[lora]["target_modules"] = list(record[lora]["target_modules"])
        return record


def _check_soft_bellman(beta: float, alpha: float, lambda_: float, warmup: int) -> None:
    _positive("beta", beta)
    _not_negative("alpha", alpha)
    _unit("lambda", lambda_)
    _not_negative("critic_warmup_batches", warmup)


def _positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise BadData(f"{name} is {value}; it must be a finite number above zero.")


def _not_negative(name: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise BadData(f"{name} is {value}; it must be a finite number, zero or above.")


def _unit(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise BadData(f"{name} is {value}; it must lie between 0 and 1.")
