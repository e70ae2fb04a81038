"""Probes a loaded model: does it compute by our shortcuts what it computes without them?

Each check takes a few tokens through the model twice. A model that fails goes another way (no cache), or is
refused with the reason (packed rows, later tokens that are read): otherwise another model than the user's
would be sampled, evaluated or trained, and nothing would show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from oreo_worker.batch import block_causal_attention
from oreo_worker.decoder import Decoder
from oreo_worker.policy import CausalModel

# Largest distance of two results, relative to their size: by rounding alone they stay far below.
_FLOAT32, _LESS = 1e-3, 5e-2
# A sliding window is probed at this width: a probe is shorter than those of real models.
_WINDOW = 3
_PREFIXES = ([1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11])
_NEXT = ([12, 13], [14, 15], [16, 17])


@torch.no_grad()
def cache_problem(
    network: nn.Module, new_decoder: Callable[[], Decoder], last_logits: Callable[[Tensor, Tensor], Tensor]
) -> str:
    """Why decoding with the cache is not the model's whole forward pass; empty where it is."""
    rows = [list(_ids(prefix, network)) for prefix in _PREFIXES]
    with _narrow_window(network), _unmoved(network):
        try:
            decoder = new_decoder()
            found = [decoder.prefill(rows)]
            decoder.select(torch.tensor([1, 0]))
            rows.reverse()
            expected = [_whole(rows, last_logits).flip(0)]
            for tokens in _NEXT:
                ids = _ids(tokens, network)
                rows = [[*row, token] for row, token in zip(rows, ids, strict=True)]
                found.append(decoder.step(torch.tensor(ids, device=found[0].device)))
                expected.append(_whole(rows, last_logits))
        except (AttributeError, IndexError, KeyError, NotImplementedError, RuntimeError, TypeError) as error:
            # What a family's code raises when it is handed a cache that it does not know.
            return f"its cache cannot be used ({type(error).__name__}: {str(error).splitlines()[:1]})"
    return _difference(torch.cat(found), torch.cat(expected), "with its cache it gives other logits")


@torch.no_grad()
def packing_problem(model: CausalModel) -> str:
    """Why two sequences in one row are not the same as apart; empty where they are."""
    network = model.module
    first, second = (_ids(prefix, network) for prefix in _PREFIXES)
    device = next(network.parameters()).device
    row = torch.tensor([[*first, *second]], device=device)
    segments = torch.tensor([[0] * len(first) + [1] * len(second)], device=device)
    positions = torch.tensor([[*range(len(first)), *range(len(second))]], device=device)
    with _narrow_window(network), _unmoved(network):
        packed = model.hidden(row, block_causal_attention(segments), positions)[0]
        apart = [model.hidden(torch.tensor([ids], device=device), None, None)[0] for ids in (first, second)]
    return _difference(packed, torch.cat(apart), "its hidden states differ, by a window or a recurrent state")


@torch.no_grad()
def looks_ahead(model: CausalModel) -> bool:
    """Whether a token's state depends on later tokens, as an encoder's does."""
    ids = _ids(_PREFIXES[0], model.module)
    row = torch.tensor([ids], device=next(model.module.parameters()).device)
    with _unmoved(model.module):
        whole, beginning = model.hidden(row, None, None), model.hidden(row[:, :4], None, None)
    return bool(_difference(whole[:, :4], beginning, "differs"))


def _whole(rows: list[list[int]], last_logits: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    lengths = torch.tensor([len(row) for row in rows])
    padded = [row + [0] * (int(lengths.max()) - len(row)) for row in rows]
    return last_logits(torch.tensor(padded), lengths)


def _ids(tokens: list[int], network: nn.Module) -> list[int]:
    """The tokens, within the vocabulary."""
    config = getattr(network, "config", None)
    size = config.get_text_config(decoder=True).vocab_size if config is not None else max(tokens) + 1
    return [token % size for token in tokens]


def _difference(found: Tensor, expected: Tensor, what: str) -> str:
    precise = found.dtype == expected.dtype == torch.float32
    error = float((found.float() - expected.float()).norm() / expected.float().norm().clamp(min=1e-12))
    return "" if error <= (_FLOAT32 if precise else _LESS) else f"{what} (by {error:.1%})"


@contextmanager
def _narrow_window(network: nn.Module) -> Iterator[None]:
    config = getattr(network, "config", None)
    text: Any = config.get_text_config(decoder=True) if config is not None else None
    window = getattr(text, "sliding_window", None)
    if not isinstance(window, int) or window <= _WINDOW:
        yield
        return
    text.sliding_window = _WINDOW
    try:
        yield
    finally:
        text.sliding_window = window


@contextmanager
def _unmoved(network: nn.Module) -> Iterator[None]:
    """Without dropout, and in the mode that it was in afterwards."""
    training = network.training
    network.eval()
    try:
        yield
    finally:
        network.train(training)
