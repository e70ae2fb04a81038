"""AdamW with a schedule and clipping, for one of the two networks.

The learning rate is a function of the number of updates done, so the whole state is that number and the
moments.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from oreo_worker.specs import OptimiserSpec


def learning_rate(spec: OptimiserSpec, update: int, total: int) -> float:
    """The rate of update 0, 1, ...

    of `total`: linear warm-up from zero, then constant, linear or cosine to zero.
    """
    warmup = math.ceil(spec.warmup_ratio * total)
    if update < warmup:
        return spec.learning_rate * (update + 1) / warmup
    progress = (update - warmup) / max(1, total - warmup)
    shape = {"constant": 1.0, "linear": 1 - progress, "cosine": 0.5 * (1 + math.cos(math.pi * progress))}
    return spec.learning_rate * max(0.0, shape[spec.schedule])


class Optimiser:
    """Updates a set of named parameters. Weight decay spares vectors (biases, norms)."""

    def __init__(
        self, named: Iterable[tuple[str, nn.Parameter]], spec: OptimiserSpec, total_updates: int
    ) -> None:
        self.spec = spec
        self.total_updates = total_updates
        self.updates = 0
        trained = {name: p for name, p in named if p.requires_grad}
        matrices = {name: p for name, p in trained.items() if p.ndim >= 2}
        vectors = {name: p for name, p in trained.items() if p.ndim < 2}
        self.parameters = {**matrices, **vectors}
        groups = [
            {"params": list(matrices.values()), "weight_decay": spec.weight_decay},
            {"params": list(vectors.values()), "weight_decay": 0.0},
        ]
        self._adam = torch.optim.AdamW(
            [group for group in groups if group["params"]],
            lr=spec.learning_rate,
            betas=(spec.beta1, spec.beta2),
            eps=spec.epsilon,
            fused=True,
        )

    @property
    def size(self) -> int:
        """Number of trained parameters."""
        return sum(p.numel() for p in self.parameters.values())

    @property
    def rate(self) -> float:
        """Learning rate of the next update."""
        return learning_rate(self.spec, self.updates, self.total_updates)

    def gradient_norm(self) -> Tensor:
        """Euclidean norm over all gradients: a scalar that is finite only if all of them are."""
        gradients = [p.grad for p in self.parameters.values() if p.grad is not None]
        return torch.nn.utils.get_total_norm(gradients)

    def step(self, norm: Tensor) -> None:
        """Clips by the norm, updates the parameters and forgets the gradients."""
        if self.spec.max_gradient_norm > 0:
            torch.nn.utils.clip_grads_with_norm_(self.parameters.values(), self.spec.max_gradient_norm, norm)
        for group in self._adam.param_groups:
            group["lr"] = self.rate
        self._adam.step()
        self.updates += 1
        self.forget_gradients()

    def forget_gradients(self) -> None:
        """Drops all gradients; the next backward pass starts from none."""
        self._adam.zero_grad(set_to_none=True)

    def tensors(self) -> dict[str, Tensor]:
        """The moments by parameter name: `<name>.step`, `<name>.exp_avg`, `<name>.exp_avg_sq`."""
        state = self._adam.state
        return {
            f"{name}.{part}": tensor
            for name, p in self.parameters.items()
            for part, tensor in sorted(state.get(p, {}).items())
        }

    def restore(self, tensors: dict[str, Tensor], updates: int) -> None:
        """Takes moments that `tensors` returned, and the number of updates behind them."""
        by_index: dict[int, dict[str, Tensor]] = {}
        for index, name in enumerate(self.parameters):
            parts = ("step", "exp_avg", "exp_avg_sq")
            found = {part: tensors[f"{name}.{part}"] for part in parts if f"{name}.{part}" in tensors}
            if found:
                by_index[index] = found
        groups = self._adam.state_dict()["param_groups"]
        self._adam.load_state_dict({"state": by_index, "param_groups": groups})
        self.updates = updates
