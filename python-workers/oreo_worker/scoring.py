"""Values of many states in padded batches.

Items are put into batches of similar length, by the request alone, and each batch is one forward pass of
the critic; so equal requests give equal values. Knows no protocol.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from oreo_worker.batch import Rows
from oreo_worker.failures import BadData, NonFinite
from oreo_worker.generation import GenerationCancelled
from oreo_worker.value_head import Critic

# Most tokens, padding included, of one forward pass.
TOKENS_OF_BATCH = 16_384


@dataclass(frozen=True)
class ScoredItem:
    """A sequence and states in it, each as the number of tokens in its prefix; no states: the last one."""

    item_id: str
    token_ids: tuple[int, ...]
    state_positions: tuple[int, ...]


def estimate_values(
    critic: Critic, items: list[ScoredItem], device: torch.device, cancelled: Callable[[], bool]
) -> list[list[float]]:
    """One list of values an item, in order. Raises NonFinite if a value is not a number."""
    for item in items:
        _check(item)
    order = sorted(range(len(items)), key=lambda i: (len(items[i].token_ids), i))
    values: list[list[float]] = [[] for _ in items]
    for batch in _batches(order, items):
        if cancelled():
            raise GenerationCancelled
        with torch.inference_mode():
            for index, found in zip(batch, _score(critic, [items[i] for i in batch], device), strict=True):
                values[index] = found
    broken = [item.item_id for item, found in zip(items, values, strict=True) if not np.isfinite(found).all()]
    if broken:
        raise NonFinite(
            f"The critic gives no finite value for {len(broken)} items, e.g. {broken[0]}. Its training has"
            " diverged; lower"
            " the critic's learning rate.",
            broken[:20],
        )
    return values


def _check(item: ScoredItem) -> None:
    length = len(item.token_ids)
    if not length:
        raise BadData(
            f"Item {item.item_id} has no tokens; a state is a prefix of at least one.", [item.item_id]
        )
    wrong = next((p for p in item.state_positions if not 1 <= p <= length), None)
    if wrong is not None:
        raise BadData(
            f"Item {item.item_id} asks for state {wrong}, but its {length} tokens have states 1 to {length}.",
            [item.item_id],
        )


def _batches(order: list[int], items: list[ScoredItem]) -> list[list[int]]:
    """Cuts the items, shortest first, where rows times the longest length would pass the limit."""
    batches: list[list[int]] = []
    for index in order:
        length = len(items[index].token_ids)
        if batches and (len(batches[-1]) + 1) * length <= TOKENS_OF_BATCH:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def _score(critic: Critic, items: list[ScoredItem], device: torch.device) -> list[list[float]]:
    width = max(len(item.token_ids) for item in items)
    ids = np.zeros((len(items), width), dtype=np.int64)
    states: list[int] = []
    counts: list[int] = []
    for row, item in enumerate(items):
        ids[row, : len(item.token_ids)] = item.token_ids
        positions = item.state_positions or (len(item.token_ids),)
        states.extend(row * width + position - 1 for position in positions)
        counts.append(len(positions))
    rows = Rows(torch.from_numpy(ids).to(device), None, None)
    found = critic.values(rows, torch.tensor(states, device=device)).double().cpu().split(counts)
    return [part.tolist() for part in found]
