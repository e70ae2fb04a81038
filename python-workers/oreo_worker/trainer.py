"""One training: batches in, measurements out, checkpoints when asked, final models at the end.

The orchestrator owns the data and the order; the trainer owns the networks. A batch is one update of each
network, its gradients summed over micro-batches. Nothing random outlives a batch: the draws of batch n come
from the seed and n, so the state of a training is its weights, its moments and its position, and a resumed
training is the same training bit for bit.

A batch that fails (a number that is not finite, memory) leaves the weights as they were.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from oreo_worker import checkpoint
from oreo_worker.batch import (
    Layout,
    PreferencePair,
    TokenSequence,
    check_batch,
    check_steps,
    micro_batches,
)
from oreo_worker.determinism import random_stream, stream_seed
from oreo_worker.failures import BadData, CorruptCheckpoint, NonFinite, classify
from oreo_worker.measurement import Measurement
from oreo_worker.objectives import Losses, Measured, objective_of
from oreo_worker.optimisation import Optimiser
from oreo_worker.specs import TrainingSpec
from oreo_worker.training_models import TrainingModels, load_training_models

_KEPT_CHECKPOINTS = 2
# Where a training writes may change between a checkpoint and its resumption.
_MAY_CHANGE = frozenset({"output_directory", "reference_cache_directory"})


def open_training(spec: TrainingSpec, device: torch.device, next_batch: int = 0) -> Trainer:
    """Loads the models and, for a batch above 0, the checkpoint saved before it."""
    trainer = Trainer(spec, load_training_models(spec, device))
    trainer.resume(next_batch)
    return trainer


class Trainer:
    """A training that is open."""

    def __init__(self, spec: TrainingSpec, models: TrainingModels) -> None:
        self.spec = spec
        self.next_batch = 0
        self._models = models
        self._objective = objective_of(spec.objective)
        self._measurement = Measurement(spec, models, self._objective.needs)
        self._layout = Layout(spec.micro_batch_tokens, spec.packing, models.device)
        self._vocabulary = models.policy.projection()[0].shape[0]
        self._output = Path(spec.output_directory)
        policy_updates = max(1, spec.total_batches - spec.critic_warmup_batches)
        named = models.policy.module.named_parameters()
        self._policy_optimiser = Optimiser(named, spec.policy_optimiser, policy_updates)
        self._critic_optimiser: Optimiser | None = None
        if models.critic is not None and spec.critic_optimiser is not None:
            named = models.critic.named_parameters()
            self._critic_optimiser = Optimiser(named, spec.critic_optimiser, spec.total_batches)
            models.critic.train()
        models.policy.module.train()

    @property
    def policy_parameters(self) -> int:
        """Trained parameters of the policy."""
        return self._policy_optimiser.size

    @property
    def critic_parameters(self) -> int:
        """Trained parameters of the critic; 0 without one."""
        return self._critic_optimiser.size if self._critic_optimiser else 0

    def train_batch(
        self, number: int, sequences: Sequence[TokenSequence], pairs: Sequence[PreferencePair] = ()
    ) -> dict[str, float]:
        """Takes one batch and updates the networks once. Returns measurements by name."""
        self._check(number, sequences, pairs)
        try:
            with random_stream(self._models.device, stream_seed(self.spec.seed, number)):
                metrics = self._update(number, sequences, pairs if self._objective.needs.pairs else ())
        except Exception as error:
            self._forget_gradients()
            raise classify(error) from error
        self.next_batch = number + 1
        return metrics

    def save(self, next_batch: int) -> Path:
        """Writes a checkpoint, complete and synced when this returns; keeps the two newest."""
        if next_batch != self.next_batch:
            raise BadData(f"Asked to save before batch {next_batch}, but batch {self.next_batch} is next.")
        directory = checkpoint.checkpoint_directory(self._output, next_batch)
        state = {
            "next_batch": next_batch,
            "seed": self.spec.seed,
            "policy_updates": self._policy_optimiser.updates,
            "critic_updates": self._critic_optimiser.updates if self._critic_optimiser else 0,
            "spec": self.spec.as_dict(),
        }
        try:
            checkpoint.save_checkpoint(directory, self._tensors(), state)
            checkpoint.keep_newest(self._output, _KEPT_CHECKPOINTS)
        except OSError as error:
            raise classify(error) from error
        return directory

    def resume(self, next_batch: int) -> None:
        """Continues from the checkpoint before a batch; 0 starts anew."""
        if next_batch == 0:
            return
        directory = checkpoint.checkpoint_directory(self._output, next_batch)
        tensors, state = checkpoint.load_checkpoint(directory)
        self._check_same_training(state["spec"], directory)
        for group, named in self._weights().items():
            _copy_into(dict(named), tensors.get(group, {}), directory / f"{group}.safetensors")
        self._policy_optimiser.restore(tensors.get("policy_optimiser", {}), state["policy_updates"])
        if self._critic_optimiser:
            self._critic_optimiser.restore(tensors.get("critic_optimiser", {}), state["critic_updates"])
        self.next_batch = next_batch

    def finish(self) -> tuple[Path, Path | None]:
        """Writes the final models, each complete or absent, and returns their directories.

        Twice is harmless.
        """
        models = self._models
        models.merge_adapters()
        policy, critic = self._output / "policy", self._output / "critic"
        try:
            checkpoint.publish(policy, models.policy.save)
            if models.critic is None:
                return policy, None
            checkpoint.publish(critic, models.critic.save)
        except OSError as error:
            raise classify(error) from error
        return policy, critic

    def _check(
        self, number: int, sequences: Sequence[TokenSequence], pairs: Sequence[PreferencePair]
    ) -> None:
        if number != self.next_batch:
            raise BadData(
                f"Batch {number} came where batch {self.next_batch} is next; send batches without gaps."
            )
        if number >= self.spec.total_batches:
            raise BadData(f"Batch {number} is beyond the training's {self.spec.total_batches} batches.")
        check_batch(number, sequences, self._vocabulary)
        if self._objective.needs.steps:
            check_steps(number, sequences)
        if self._objective.needs.pairs and not pairs:
            raise BadData(
                f"Batch {number} has no preference pairs, but this objective learns from pairs only."
            )

    def _update(
        self, number: int, sequences: Sequence[TokenSequence], pairs: Sequence[PreferencePair]
    ) -> dict[str, float]:
        critic_only = number < self.spec.critic_warmup_batches
        point = None
        if self._objective.needs.mismatched:
            point = self._measurement.reference_point(sequences, self._layout)
        totals: dict[str, Tensor] = {}
        seen: list[Measured] = []
        cut = micro_batches(sequences, self._layout, pairs)
        for micro in cut:
            members = [sequences[i] for i in micro.members]
            if critic_only:
                measured = self._measurement.for_critic_only(micro, members)
            else:
                measured = self._measurement.of(micro, members, point)
            _backward(self._objective.losses(measured), totals)
            seen.append(_without_graph(measured))
        optimisers = {
            "policy": None if critic_only else self._policy_optimiser,
            "critic": self._critic_optimiser,
        }
        active = {name: optimiser for name, optimiser in optimisers.items() if optimiser is not None}
        norms = {name: optimiser.gradient_norm() for name, optimiser in active.items()}
        totals.update({f"{name}_gradient_norm": norm for name, norm in norms.items()})
        if point is not None:
            totals["reference_point"] = point
        metrics = dict(zip(totals, torch.stack(list(totals.values())).tolist(), strict=True))
        if not all(math.isfinite(value) for value in metrics.values()):
            raise _non_finite(number, metrics, seen)
        for name, optimiser in active.items():
            metrics[f"{name}_learning_rate"] = optimiser.rate
            optimiser.step(norms[name])
        self._move_slow_critic()
        metrics["tokens"] = float(sum(micro.token_count for micro in cut))
        metrics["actions"] = float(sum(len(micro.reward_N) for micro in cut))
        metrics["padding"] = 1 - metrics["tokens"] / sum(micro.rows.token_ids_RL.numel() for micro in cut)
        return metrics

    @torch.no_grad()
    def _move_slow_critic(self) -> None:
        if self._models.slow_critic is not None:
            rate = self.spec.objective.target_rate  # type: ignore[union-attr]
            for _, slow_p, p in _moving(self._models):
                slow_p.lerp_(p, rate)

    def _forget_gradients(self) -> None:
        self._policy_optimiser.forget_gradients()
        if self._critic_optimiser:
            self._critic_optimiser.forget_gradients()

    def _weights(self) -> dict[str, Iterator[tuple[str, Tensor]]]:
        models = self._models
        groups: dict[str, Iterator[tuple[str, Tensor]]] = {"policy": _changing(models.policy.module)}
        if models.critic is not None:
            critic = nn.ModuleDict(
                {"backbone": models.critic.backbone.module, "value_head": models.critic.value_head}
            )
            groups["critic"] = _changing(critic)
        if models.slow_critic is not None:
            groups["slow_critic"] = ((name, slow_p) for name, slow_p, _ in _moving(models))
        return groups

    def _tensors(self) -> dict[str, dict[str, Tensor]]:
        tensors = {group: dict(named) for group, named in self._weights().items()}
        tensors["policy_optimiser"] = self._policy_optimiser.tensors()
        if self._critic_optimiser:
            tensors["critic_optimiser"] = self._critic_optimiser.tensors()
        return tensors

    def _check_same_training(self, saved: dict[str, Any], directory: Path) -> None:
        now = self.spec.as_dict()
        names = sorted(name for name in now.keys() | saved.keys() if now.get(name) != saved.get(name))
        different = [name for name in names if name not in _MAY_CHANGE]
        if different:
            raise BadData(
                f"{directory} was saved by another training: {', '.join(different)} differ."
                " Restore those settings or train into another directory.",
                [str(directory)],
            )


def _backward(found: Losses, totals: dict[str, Tensor]) -> None:
    parts = [loss for loss in (found.policy, found.value) if loss is not None]
    torch.autograd.backward(parts)
    for name, value in found.metrics.items():
        totals[name] = totals[name] + value if name in totals else value


def _without_graph(measured: Measured) -> Measured:
    value_N = None if measured.value_N is None else measured.value_N.detach()
    return Measured(measured.micro, measured.log_prob_N.detach(), measured.reference_N, value_N=value_N)


def _non_finite(number: int, metrics: dict[str, float], seen: list[Measured]) -> NonFinite:
    broken: list[str] = []
    for measured in seen:
        x_N = measured.log_prob_N
        for other_N in (measured.reference_N, measured.value_N):
            x_N = x_N if other_N is None else x_N + other_N
        states = (~torch.isfinite(x_N)).cpu().numpy()
        broken += [
            measured.micro.sequence_ids[s] for s in sorted(set(measured.micro.sequence_of_state_N[states]))
        ]
    names = [name for name, value in metrics.items() if not math.isfinite(value)]
    suspects = broken or [identity for measured in seen for identity in measured.micro.sequence_ids]
    shown = ", ".join(suspects[:5]) + (f" and {len(suspects) - 5} more" if len(suspects) > 5 else "")
    return NonFinite(
        f"Batch {number}: {', '.join(names)} not finite; sequences {shown}."
        " The weights are as before the batch; lower the learning rate or look at these sequences.",
        suspects,
    )


def _moving(models: TrainingModels) -> Iterator[tuple[str, Tensor, Tensor]]:
    """Name and value of every trained parameter of the critic, in the slow critic and in the critic."""
    if models.critic is not None and models.slow_critic is not None:
        both = zip(models.slow_critic.named_parameters(), models.critic.named_parameters(), strict=True)
        yield from ((name, slow_p, p) for (name, slow_p), (_, p) in both if p.requires_grad)


def _changing(module: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Everything of a module that a training may change: trained parameters and persistent buffers."""
    for name, parameter in module.named_parameters():
        if parameter.requires_grad:
            yield name, parameter
    kept = module.state_dict()
    for name, buffer in module.named_buffers():
        if name in kept:
            yield name, buffer


@torch.no_grad()
def _copy_into(targets: dict[str, Tensor], tensors: dict[str, Tensor], file: Path) -> None:
    if targets.keys() != tensors.keys() or any(targets[n].shape != t.shape for n, t in tensors.items()):
        names = sorted(targets.keys() ^ tensors.keys()) or sorted(targets)
        raise CorruptCheckpoint(
            f"{file} holds other tensors than the model: {names[0]} and others.", [str(file)]
        )
    for name, tensor in tensors.items():
        targets[name].copy_(tensor)
