"""Loads what a training trains: the policy, the critic, and a way to the reference policy.

Trained weights are float32 (mixed precision computes in bfloat16 from them); weights that stay fixed, a
reference or the base under adapters, are held in the compute type.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from oreo_worker.adapters import Adapters
from oreo_worker.content_keys import content_key
from oreo_worker.determinism import random_stream, stream_seed
from oreo_worker.failures import BadData
from oreo_worker.models import HuggingFaceCausalModel, load_causal_model
from oreo_worker.policy import CausalModel, compute_precision
from oreo_worker.reference import ReferenceSource
from oreo_worker.reference_cache import ReferenceCache
from oreo_worker.self_check import packing_problem
from oreo_worker.specs import ModelSource, TrainingSpec
from oreo_worker.value_head import Critic, load_critic


@dataclass
class TrainingModels:
    """The networks of a training. Adapters are listed where a network has them."""

    policy: CausalModel
    reference: ReferenceSource | None = None
    critic: Critic | None = None
    target_critic: Critic | None = None
    policy_adapters: Adapters | None = None
    critic_adapters: Adapters | None = None
    # Whether the weights under the critic's adapters are the policy's.
    one_base: bool = False
    precision: str = "float32"
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    def moving(self) -> Iterator[tuple[str, Tensor, Tensor]]:
        """Name and value of every trained parameter of the critic, in the target critic and in the critic."""
        if self.critic is not None and self.target_critic is not None:
            both = zip(self.target_critic.named_parameters(), self.critic.named_parameters(), strict=True)
            yield from ((name, target_p, p) for (name, target_p), (_, p) in both if p.requires_grad)

    @torch.no_grad()
    def move_target_critic(self, tau: float) -> None:
        """target += tau (critic - target)."""
        for _, target_p, p in self.moving():
            target_p.lerp_(p, tau)

    def merge_adapters(self) -> None:
        """Adds the adapters into the weights. Doing it twice is harmless."""
        if self.one_base and self.critic is not None:
            # In main memory, for the device may have no room for a second base.
            for parameter in self.critic.backbone.module.parameters():
                parameter.data = torch.empty_like(parameter, device="cpu").copy_(parameter)
            self.one_base = False
        for adapters in (self.policy_adapters, self.critic_adapters):
            if adapters is not None:
                adapters.merge()


def load_training_models(spec: TrainingSpec, device: torch.device) -> TrainingModels:
    """Loads the models of a spec; the reference only gets a recipe, for it may never be needed."""
    precision = compute_precision(device, spec.precision)
    frozen = torch.bfloat16 if precision == "bfloat16" else torch.float32
    policy = load_causal_model(spec.policy, frozen if spec.policy_lora else torch.float32, device)
    if spec.packing:
        _check_packing(policy)
    models = TrainingModels(policy, precision=precision, device=device)
    critic_base = _shared_base(spec, policy)
    models.one_base = critic_base is not None
    if spec.policy_lora:
        with random_stream(device, stream_seed(spec.seed, "policy adapters")):
            models.policy_adapters = Adapters(policy, spec.policy_lora)
    if spec.method.needs.reference:
        models.reference = _reference(spec, models, frozen)
    if spec.trains_critic:
        _add_critic(spec, models, critic_base or (lambda: _own_base(spec, frozen, device)))
    if spec.gradient_checkpointing:
        for model in [policy] + ([models.critic.backbone] if models.critic else []):
            _recompute_activations(model)
    return models


def _check_packing(model: CausalModel) -> None:
    problem = packing_problem(model)
    if problem:
        raise BadData(
            f"compute.packing is true, but {type(model.module).__name__} computes sequences in one row"
            f" otherwise than apart: {problem}. Set compute.packing = false."
        )


def _reference(spec: TrainingSpec, models: TrainingModels, frozen: torch.dtype) -> ReferenceSource:
    source = spec.reference or spec.policy
    key = content_key(Path(source.directory))
    cache = ReferenceCache(spec.reference_cache_directory, key, models.precision)
    adapters = models.policy_adapters
    if adapters and spec.policy_starts_as_reference:
        return ReferenceSource(lambda: models.policy, cache, adapters.switched_off)
    return ReferenceSource(lambda: _fixed(source, frozen, models.device), cache, nullcontext)


def _fixed(source: ModelSource, dtype: torch.dtype, device: torch.device) -> CausalModel:
    model = load_causal_model(source, dtype, device)
    model.module.requires_grad_(False)
    return model


def _shared_base(spec: TrainingSpec, policy: CausalModel) -> Callable[[], CausalModel] | None:
    """The policy's weights for the critic too, where adapters leave those of both as they are."""
    if not (spec.trains_critic and spec.policy_lora and spec.critic_lora and spec.critic is None):
        return None
    if not isinstance(policy, HuggingFaceCausalModel):
        return None
    base = policy.on_same_weights()
    return lambda: base


def _own_base(spec: TrainingSpec, frozen: torch.dtype, device: torch.device) -> CausalModel:
    dtype = frozen if spec.critic_lora else torch.float32
    return load_causal_model(spec.critic or spec.policy, dtype, device, headless=True)


def _add_critic(spec: TrainingSpec, models: TrainingModels, load_base: Callable[[], CausalModel]) -> None:
    critic = load_critic((spec.critic or spec.policy).directory, load_base, models.device)
    if spec.critic_lora:
        with random_stream(models.device, stream_seed(spec.seed, "critic adapters")):
            models.critic_adapters = Adapters(critic.backbone, spec.critic_lora)
    models.critic = critic
    if spec.method.needs.target_critic:
        models.target_critic = target_copy(critic)


def target_copy(critic: Critic) -> Critic:
    """A copy of a critic that no gradient reaches; what the critic leaves as it is serves both."""
    fixed: dict[int, object] = {id(p): p for _, p in critic.named_parameters() if not p.requires_grad}
    target = copy.deepcopy(critic, fixed)
    for _, parameter in target.named_parameters():
        parameter.requires_grad_(False)
    target.train(False)
    return target


def _recompute_activations(model: CausalModel) -> None:
    enable = getattr(model.module, "gradient_checkpointing_enable", None)
    if not callable(enable):
        raise BadData(
            f"{type(model.module).__name__} cannot recompute activations; unset gradient_checkpointing."
        )
    enable(gradient_checkpointing_kwargs={"use_reentrant": False})
