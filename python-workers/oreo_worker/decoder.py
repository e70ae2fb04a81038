"""Feeds a causal model one token a row at a time and gives the logits of the next.

`CachedDecoder` drives any Hugging Face causal model with a key-value cache whose full-attention layers are
written in place instead of being concatenated; sliding and recurrent layers keep the cache that
transformers made for them. `RecomputingDecoder` drives a plug-in model that only maps token ids to logits:
it runs over the whole text each time.

Rows are left-padded, so that all rows write the same column; positions count from the first real token. A
decoder knows nothing of sampling, stops or requests. Shape letters: U = distinct prefixes, R = rows, P =
prefix columns, V = vocabulary.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import Tensor
from transformers import PreTrainedModel
from transformers.cache_utils import DynamicCache, DynamicLayer

# What stands in padding; it is masked or behind the last token, so any token will do.
_PAD_ID = 0
# Columns by which buffers grow: one copy of the cache every so many tokens.
_GROWTH = 64


class Decoder(Protocol):
    """Prefixes first, then rows of them, then a token a row."""

    def prefill(self, prefixes: list[list[int]]) -> Tensor:
        """Takes the prefixes in and returns the logits of the next token, [U, V]."""

    def select(self, rows: Tensor) -> None:
        """Keeps these rows, in this order; a row may be taken several times."""

    def step(self, tokens_R: Tensor) -> Tensor:
        """Appends one token to each row and returns the logits of the next, [R, V]."""


class _InPlaceLayer(DynamicLayer):
    """Keys and values of one full-attention layer in a buffer with room to spare: [rows, heads, columns,
    width]."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._buffers: tuple[Tensor, Tensor] | None = None
        self._length = 0

    def update(
        self, key_states: Tensor, value_states: Tensor, *args: Any, **kwargs: Any
    ) -> tuple[Tensor, Tensor]:
        """Writes the new columns behind the old ones and returns all that are filled."""
        end = self._length + key_states.shape[-2]
        if self._buffers is None:
            self.device, self.is_initialized = key_states.device, True
            self._buffers = (_grown(key_states, end + _GROWTH), _grown(value_states, end + _GROWTH))
        else:
            if end > self._buffers[0].shape[-2]:
                keys, values = self._buffers
                self._buffers = (_grown(keys, end + _GROWTH), _grown(values, end + _GROWTH))
            self._buffers[0][:, :, self._length : end] = key_states
            self._buffers[1][:, :, self._length : end] = value_states
        return self._show(end)

    def batch_select_indices(self, indices: Tensor) -> None:
        """Copies the filled columns of the chosen rows into fresh buffers."""
        if self._buffers is None:
            return
        keys, values = self._show(self._length)
        self._buffers = (
            _grown(keys.index_select(0, indices), self._length + _GROWTH),
            _grown(values.index_select(0, indices), self._length + _GROWTH),
        )
        self._show(self._length)

    def _show(self, length: int) -> tuple[Tensor, Tensor]:
        """The filled columns, also under the names that transformers reads."""
        assert self._buffers is not None
        self._length = length
        keys, values = (buffer[:, :, :length] for buffer in self._buffers)
        self.keys, self.values = keys, values
        return keys, values


def _grown(states: Tensor, columns: int) -> Tensor:
    buffer = states.new_empty((*states.shape[:2], columns, states.shape[3]))
    buffer[:, :, : states.shape[2]] = states
    return buffer


class CachedDecoder:
    """Decoder of a Hugging Face causal model."""

    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model
        self._device = model.device
        parameters = inspect.signature(model.forward).parameters
        self._takes_positions = "position_ids" in parameters
        # The name changed in transformers 5; code of a model's own directory may know only the old one.
        self._cache_name = "cache" if "cache" in parameters else "past_key_values"
        self._cache = DynamicCache(config=model.config)
        self._cache.layers = [
            _InPlaceLayer() if type(layer) is DynamicLayer else layer for layer in self._cache.layers
        ]
        self._mask = torch.empty(0)
        self._columns = 0
        self._padding = torch.empty(0)

    def prefill(self, prefixes: list[list[int]]) -> Tensor:
        """One forward pass over all prefixes; only the last column is projected to the vocabulary."""
        columns = max(map(len, prefixes))
        ids = torch.full((len(prefixes), columns), _PAD_ID, dtype=torch.long)
        mask = torch.zeros((len(prefixes), columns + _GROWTH), dtype=torch.long)
        for row, prefix in enumerate(prefixes):
            ids[row, columns - len(prefix) :] = torch.tensor(prefix)
            mask[row, columns - len(prefix) :] = 1
        self._mask = mask.to(self._device)
        self._padding = torch.tensor([columns - len(p) for p in prefixes], device=self._device)
        positions = torch.arange(columns, device=self._device)[None, :] - self._padding[:, None]
        return self._forward(ids.to(self._device), positions.clamp(min=0))

    def select(self, rows: Tensor) -> None:
        """Keeps the rows in every layer's cache."""
        rows = rows.to(self._device)
        self._cache.batch_select_indices(rows)
        self._mask = self._mask.index_select(0, rows)
        self._padding = self._padding.index_select(0, rows)

    def step(self, tokens_R: Tensor) -> Tensor:
        """One column."""
        return self._forward(tokens_R[:, None], self._columns - self._padding[:, None])

    def _forward(self, ids: Tensor, positions: Tensor) -> Tensor:
        self._columns += ids.shape[1]
        if self._columns > self._mask.shape[1]:
            self._mask = torch.nn.functional.pad(self._mask, (0, _GROWTH), value=1)
        arguments: dict[str, Any] = {self._cache_name: self._cache}
        if self._takes_positions:
            arguments["position_ids"] = positions
        output = self._model(
            input_ids=ids,
            attention_mask=self._mask[:, : self._columns],
            use_cache=True,
            logits_to_keep=1,
            **arguments,
        )
        logits: Tensor = output.logits[:, -1]
        return logits


class RecomputingDecoder:
    """Decoder of a plug-in model without a cache: quadratic, but asks nothing of the model."""

    def __init__(self, last_logits: Callable[[Tensor, Tensor], Tensor], device: torch.device) -> None:
        """`last_logits` maps right-padded ids [R, T] and lengths [R] to the logits after the last token,
        [R, V]."""
        self._last_logits = last_logits
        self._device = device
        self._ids = torch.empty(0)
        self._lengths = torch.empty(0)

    def prefill(self, prefixes: list[list[int]]) -> Tensor:
        """Runs over the prefixes."""
        columns = max(map(len, prefixes)) + _GROWTH
        ids = torch.full((len(prefixes), columns), _PAD_ID, dtype=torch.long)
        for row, prefix in enumerate(prefixes):
            ids[row, : len(prefix)] = torch.tensor(prefix)
        self._ids = ids.to(self._device)
        self._lengths = torch.tensor([len(p) for p in prefixes], device=self._device)
        return self._logits()

    def select(self, rows: Tensor) -> None:
        """Keeps the rows' tokens."""
        rows = rows.to(self._device)
        self._ids = self._ids.index_select(0, rows)
        self._lengths = self._lengths.index_select(0, rows)

    def step(self, tokens_R: Tensor) -> Tensor:
        """Runs over everything again."""
        if int(self._lengths.max()) == self._ids.shape[1]:
            self._ids = torch.nn.functional.pad(self._ids, (0, _GROWTH), value=_PAD_ID)
        self._ids.scatter_(1, self._lengths[:, None], tokens_R[:, None])
        self._lengths = self._lengths + 1
        return self._logits()

    def _logits(self) -> Tensor:
        return self._last_logits(self._ids[:, : int(self._lengths.max())], self._lengths)
