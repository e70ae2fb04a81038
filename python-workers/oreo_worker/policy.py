"""What the learning code asks of a causal language model, and how it reads hidden states at chosen positions.

`CausalModel` is the whole border between learning and model loading: hidden states without logits, the
projection to the vocabulary, and saving. models.py implements it for transformers and for plug-in modules;
this module knows neither.

Shape letters: R = rows, L = tokens a row, H = hidden width, V = vocabulary, C = positions of a chunk, N =
action states.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from oreo_worker.batch import Rows


@runtime_checkable
class CausalModel(Protocol):
    """A causal language model, read in two halves: hidden states, then logits where they matter."""

    module: nn.Module

    def hidden(
        self, token_ids_RL: Tensor, attention: Tensor | None, position_ids_RL: Tensor | None
    ) -> Tensor:
        """Last hidden states, shape RLH, after the final norm: what the projection is applied to.

        `attention` is None for rows that start at column 0 and are padded on the right only: causal attention
        already keeps padding away from real tokens. Otherwise it is a bool tensor R1LL, true where a token
        may be attended to, causality included. `position_ids_RL` None means 0, 1, 2, ... in every row.
        """
        ...

    def projection(self) -> tuple[Tensor, Tensor | None]:
        """Weight VH and bias V (or None) of the projection to the vocabulary."""
        ...

    def transform_logits(self, logits_CV: Tensor) -> Tensor:
        """Final scaling or soft-capping of logits; the identity for most families."""
        ...

    def save(self, directory: Path) -> None:
        """Writes weights, configuration and tokenizer in Hugging Face format into an existing directory."""
        ...


def hidden_at(model: CausalModel, rows: Rows, state_index_N: Tensor) -> Tensor:
    """Hidden states NH at flat positions (row * L + column) of the rows, from one forward pass."""
    hidden_RLH = model.hidden(rows.token_ids_RL, rows.attention, rows.position_ids_RL)
    return hidden_RLH.flatten(0, 1).index_select(0, state_index_N)


def mixed_precision(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """The autocast context of a compute type; a context that does nothing for float32."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == "bfloat16")


def compute_precision(device: torch.device, asked: str) -> str:
    """Resolves the spec's precision: empty means bfloat16 where it is native, else float32."""
    if asked:
        return asked
    if device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False):
        return "bfloat16"
    return "float32"
