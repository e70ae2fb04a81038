"""The critic: a backbone of its own with a linear head, read per state.

V(s) = w . h(s), where h(s) is the backbone's last hidden state at the last token of the prefix s. The head is
a linear layer named `value_head` without bias, zero at the start. A critic is a directory in Hugging Face
format: the backbone as a causal model, and beside it value_head.safetensors with `value_head.weight` (1H)
and, where one was loaded, `value_head.bias`. Critics of the authors' code (one state dict with the head among
the backbone's keys) load as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from oreo_worker.batch import Rows
from oreo_worker.failures import CorruptCheckpoint
from oreo_worker.policy import CausalModel, hidden_at

HEAD_FILE = "value_head.safetensors"
# Names of the head in critics of the authors' code, of later versions of its trainer, and of TRL.
_FOREIGN_HEADS = ("value_head", "score", "v_head.summary")


class Critic:
    """V at chosen states."""

    def __init__(self, backbone: CausalModel, value_head: nn.Linear) -> None:
        self.backbone = backbone
        self.value_head = value_head
        _freeze_projection(backbone)

    def values(self, rows: Rows, state_index_N: Tensor) -> Tensor:
        """V, float32, shape N, at flat positions (row * L + column) of the rows."""
        hidden_NH = hidden_at(self.backbone, rows, state_index_N)
        with torch.autocast(hidden_NH.device.type, enabled=False):
            value_N1: Tensor = self.value_head(hidden_NH.float())
            return value_N1.squeeze(-1)

    def named_parameters(self) -> Iterator[tuple[str, nn.Parameter]]:
        """All parameters: the backbone's under `backbone.`, the head's under `value_head.`."""
        for name, parameter in self.backbone.module.named_parameters():
            yield f"backbone.{name}", parameter
        for name, parameter in self.value_head.named_parameters():
            yield f"value_head.{name}", parameter

    def train(self, mode: bool = True) -> None:
        """Sets dropout and the like for training or evaluation."""
        self.backbone.module.train(mode)
        self.value_head.train(mode)

    def save(self, directory: Path) -> None:
        """Writes the critic into an existing directory."""
        self.backbone.save(directory)
        tensors = {
            f"value_head.{k}": v.detach().cpu().contiguous() for k, v in self.value_head.state_dict().items()
        }
        save_file(tensors, directory / HEAD_FILE)


def load_critic(directory: str, load_backbone: Callable[[], CausalModel], device: torch.device) -> Critic:
    """Loads a critic, or starts one from a causal model.

    `load_backbone` loads the directory as a causal model and must tolerate an absent projection: critics of
    the authors' code have none. Without a head in the directory a new one is made, zero everywhere.
    """
    backbone = load_backbone()
    weight, _ = backbone.projection()
    width = weight.shape[1]
    tensors = read_head(Path(directory))
    value_head = nn.Linear(width, 1, bias="bias" in tensors, device=device, dtype=torch.float32)
    with torch.no_grad():
        nn.init.zeros_(value_head.weight)
        for name, tensor in tensors.items():
            target = getattr(value_head, name)
            if tensor.numel() != target.numel():
                raise CorruptCheckpoint(
                    f"The value head in {directory} is {tuple(tensor.shape)}, the backbone {width} wide.",
                    [directory],
                )
            target.copy_(tensor.reshape(target.shape))
    return Critic(backbone, value_head)


def read_head(directory: Path) -> dict[str, Tensor]:
    """The head's `weight` and perhaps `bias` in a critic's directory; empty if the directory holds no head.

    Where the configuration asks for values normalised by a mean and a deviation, as the authors' code may,
    both are folded into the head.
    """
    config_file = directory / "config.json"
    config = json.loads(config_file.read_text()) if config_file.exists() else {}
    names = [n for n in (config.get("value_head_prefix"), *_FOREIGN_HEADS) if n]
    files = [directory / HEAD_FILE, *sorted(directory.glob("model*.safetensors"))]
    for file in (f for f in files if f.exists()):
        with safe_open(file, framework="pt") as tensors:
            keys = set(tensors.keys())
            for name in names:
                if f"{name}.weight" in keys:
                    found = {
                        p: tensors.get_tensor(f"{name}.{p}").float()
                        for p in ("weight", "bias")
                        if f"{name}.{p}" in keys
                    }
                    return _fold_normalisation(found, config)
    return {}


def has_head(directory: Path) -> bool:
    """True when the directory holds a critic."""
    return bool(read_head(directory))


def _fold_normalisation(head: dict[str, Tensor], config: dict[str, object]) -> dict[str, Tensor]:
    mean, deviation = config.get("mean"), config.get("std")
    if (
        not config.get("normalize_reward")
        or not isinstance(mean, int | float)
        or not isinstance(deviation, int | float)
    ):
        return head
    bias = head.get("bias", torch.zeros(1))
    return {"weight": head["weight"] / deviation, "bias": (bias - mean) / deviation}


def _freeze_projection(backbone: CausalModel) -> None:
    """Keeps an unused projection out of the optimiser, unless it is the embedding as well."""
    weight, bias = backbone.projection()
    holders = [p for _, p in backbone.module.named_parameters(remove_duplicate=False)]
    for parameter in (weight, bias):
        if parameter is not None and sum(p is parameter for p in holders) == 1:
            parameter.requires_grad_(False)
