"""One training: batches in, metrics out, checkpoints when asked, final models at the end.

The orchestrator owns the data and the order; the trainer owns the networks. A batch is one update of each
network, its gradients summed over micro-batches. Nothing random outlives a batch: the draws of batch n come
from the seed and n, so the state of a training is its weights, its moments and its position, and a resumed
training is the same training bit for bit.

A batch that fails (a number that is not finite, memory) leaves the weights as they were.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    check_behaviour,
    check_steps,
    micro_batches,
)
from oreo_worker.determinism import random_stream, stream_seed
from oreo_worker.failures import BadData, CorruptCheckpoint, NonFinite, classify
from oreo_worker.forward_pass import ForwardPass
from oreo_worker.method import LearnsFrom, Losses, ModelOutputs
from oreo_worker.method_check import checked_losses, method_code
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
        self._method = spec.method
        self._needs = spec.method.needs
        self._forward = ForwardPass(spec, models, self._needs)
        self._layout = Layout(spec.micro_batch_tokens, spec.packing, spec.correct_from, models.device)
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
    def _from_pairs(self) -> bool:
        return self._method.learns_from is LearnsFrom.PAIRS

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
        """Takes one batch and updates the networks once. Returns metrics by name."""
        self._check(number, sequences, pairs)
        try:
            with random_stream(self._models.device, stream_seed(self.spec.seed, number)):
                metrics = self._update(number, sequences, pairs if self._from_pairs else ())
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
        if self._needs.steps:
            check_steps(number, sequences)
        if self._needs.behaviour:
            check_behaviour(number, sequences)
        if self._from_pairs and not pairs:
            raise BadData(f"Batch {number} has no preference pairs, but this method learns from pairs only.")

    def _update(
        self, number: int, sequences: Sequence[TokenSequence], pairs: Sequence[PreferencePair]
    ) -> dict[str, float]:
        critic_only = number < self.spec.critic_warmup_batches
        with method_code(self._method, "before_batch"):
            whole = self._method.before_batch(_WholeBatch(self._forward, sequences, self._layout))
        totals: dict[str, Tensor] = {}
        seen: list[ModelOutputs] = []
        cut = micro_batches(sequences, self._layout, pairs)
        for micro in cut:
            members = [sequences[i] for i in micro.members]
            if critic_only:
                outputs = self._forward.for_critic_only(micro, members)
            else:
                outputs = self._forward.of(micro, members, whole)
            _backward(checked_losses(self._method, outputs), totals)
            seen.append(_without_graph(outputs))
        optimisers = {
            "policy": None if critic_only else self._policy_optimiser,
            "critic": self._critic_optimiser,
        }
        active = {name: optimiser for name, optimiser in optimisers.items() if optimiser is not None}
        norms = {name: optimiser.gradient_norm() for name, optimiser in active.items()}
        totals.update({f"{name}_gradient_norm": norm for name, norm in norms.items()})
        totals.update(whole)
        metrics = dict(zip(totals, torch.stack(list(totals.values())).tolist(), strict=True))
        if not all(math.isfinite(value) for value in metrics.values()):
            raise _non_finite(number, metrics, seen)
        for name, optimiser in active.items():
            metrics[f"{name}_learning_rate"] = optimiser.rate
            optimiser.step(norms[name])
        with method_code(self._method, "after_update"):
            self._method.after_update(self._models)
        metrics["tokens"] = float(sum(micro.token_count for micro in cut))
        metrics["actions"] = float(sum(len(micro.reward_N) for micro in cut))
        metrics["padding"] = 1 - metrics["tokens"] / sum(micro.rows.token_ids_RL.numel() for micro in cut)
        return metrics

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
        if models.target_critic is not None:
            groups["target_critic"] = ((name, target_p) for name, target_p, _ in models.moving())
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


@dataclass(frozen=True)
class _WholeBatch:
    """A batch as `Method.before_batch` sees it."""

    forward: ForwardPass
    sequences: Sequence[TokenSequence]
    layout: Layout

    def mismatched_log_ratios(self) -> Tensor:
        """See method.Batch."""
        return self.forward.mismatched_log_ratios(self.sequences, self.layout)


def _without_graph(outputs: ModelOutputs) -> ModelOutputs:
    value_N = None if outputs.value_N is None else outputs.value_N.detach()
    return ModelOutputs(outputs.micro, outputs.log_prob_N.detach(), outputs.reference_N, value_N=value_N)


def _non_finite(number: int, metrics: dict[str, float], seen: list[ModelOutputs]) -> NonFinite:
    broken: list[str] = []
    for outputs in seen:
        x_N = outputs.log_prob_N
        for other_N in (outputs.reference_N, outputs.value_N):
            x_N = x_N if other_N is None else x_N + other_N
        states = (~torch.isfinite(x_N)).cpu().numpy()
        broken += [
            outputs.micro.sequence_ids[s] for s in sorted(set(outputs.micro.sequence_of_state_N[states]))
        ]
    names = [name for name, value in metrics.items() if not math.isfinite(value)]
    suspects = broken or [identity for outputs in seen for identity in outputs.micro.sequence_ids]
    shown = ", ".join(suspects[:5]) + (f" and {len(suspects) - 5} more" if len(suspects) > 5 else "")
    return NonFinite(
        f"Batch {number}: {', '.join(names)} not finite; sequences {shown}."
        " The weights are as before the batch; lower the learning rate or look at these sequences.",
        suspects,
    )


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
