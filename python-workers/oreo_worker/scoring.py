"""Values of many states, and log-probabilities of many actions, in padded batches.

Items are put into batches of similar length, by the request alone, and each batch is one forward pass of
the model; so equal requests give equal answers. Knows no protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch

from oreo_worker.batch import Rows
from oreo_worker.failures import BadData, Cancelled, NonFinite
from oreo_worker.policy import CausalModel, hidden_at
from oreo_worker.projection import Projection, project
from oreo_worker.value_head import Critic

# Most tokens, padding included, of one forward pass.
TOKENS_OF_BATCH = 16_384
# Positions whose logits exist at a time.
_CHUNK = 2_048


@dataclass(frozen=True)
class ScoredItem:
    """A sequence and states in it, each as the number of tokens in its prefix; no states: the last one."""

    item_id: str
    token_ids: tuple[int, ...]
    state_positions: tuple[int, ...]


@dataclass(frozen=True)
class WrittenItem(ScoredItem):
    """The same, and which of its tokens were chosen, not read."""

    action_mask: tuple[bool, ...]


Item = TypeVar("Item", bound=ScoredItem)


def estimate_values(
    critic: Critic, items: list[ScoredItem], device: torch.device, cancelled: Callable[[], bool]
) -> list[list[float]]:
    """One list of values an item, in order. Raises NonFinite if a value is not a number."""
    values = _in_batches(items, lambda batch: _values(critic, batch, device), cancelled)
    _require_finite(items, values, "The critic gives no finite value for")
    return values


def sum_log_probs(
    model: CausalModel, items: list[WrittenItem], device: torch.device, cancelled: Callable[[], bool]
) -> list[list[float]]:
    """One list an item, in order: the sum of log pi of the action tokens before each state.

    Raises BadData where the mask does not fit, NonFinite if a sum is not a number.
    """
    for item in items:
        _check_mask(item)
    sums = _in_batches(items, lambda batch: _sums(model, batch, device), cancelled)
    _require_finite(items, sums, "The policy gives no finite log-probability for")
    return sums


def _in_batches(
    items: list[Item], score: Callable[[list[Item]], list[list[float]]], cancelled: Callable[[], bool]
) -> list[list[float]]:
    for item in items:
        _check(item)
    order = sorted(range(len(items)), key=lambda i: (len(items[i].token_ids), i))
    scores: list[list[float]] = [[] for _ in items]
    for batch in _batches(order, items):
        if cancelled():
            raise Cancelled.by_caller()
        with torch.inference_mode():
            for index, found in zip(batch, score([items[i] for i in batch]), strict=True):
                scores[index] = found
    return scores


def _require_finite(items: Sequence[ScoredItem], scores: list[list[float]], what: str) -> None:
    broken = [item.item_id for item, found in zip(items, scores, strict=True) if not np.isfinite(found).all()]
    if broken:
        raise NonFinite(
            f"{what} {len(broken)} items, e.g. {broken[0]}. Its training has diverged; lower its learning"
            " rate.",
            broken[:20],
        )


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


def _check_mask(item: WrittenItem) -> None:
    if len(item.action_mask) != len(item.token_ids):
        raise BadData(
            f"Item {item.item_id} has {len(item.token_ids)} tokens and {len(item.action_mask)} entries in its"
            " action mask; send one a token.",
            [item.item_id],
        )
    if item.action_mask and item.action_mask[0]:
        raise BadData(
            f"Item {item.item_id} begins with an action; its first token must be read.", [item.item_id]
        )


def _batches(order: list[int], items: Sequence[ScoredItem]) -> list[list[int]]:
    """Cuts the items, shortest first, where rows times the longest length would pass the limit."""
    batches: list[list[int]] = []
    for index in order:
        length = len(items[index].token_ids)
        if batches and (len(batches[-1]) + 1) * length <= TOKENS_OF_BATCH:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def _rows(items: Sequence[ScoredItem], device: torch.device) -> tuple[Rows, int]:
    """The items padded on the right, and the width of a row."""
    width = max(len(item.token_ids) for item in items)
    ids = np.zeros((len(items), width), dtype=np.int64)
    for row, item in enumerate(items):
        ids[row, : len(item.token_ids)] = item.token_ids
    return Rows(torch.from_numpy(ids).to(device), None, None), width


def _values(critic: Critic, items: list[ScoredItem], device: torch.device) -> list[list[float]]:
    rows, width = _rows(items, device)
    states: list[int] = []
    counts: list[int] = []
    for row, item in enumerate(items):
        positions = item.state_positions or (len(item.token_ids),)
        states.extend(row * width + position - 1 for position in positions)
        counts.append(len(positions))
    found = critic.values(rows, torch.tensor(states, device=device)).double().cpu().split(counts)
    return [part.tolist() for part in found]


def _sums(model: CausalModel, items: list[WrittenItem], device: torch.device) -> list[list[float]]:
    rows, width = _rows(items, device)
    actions = [np.flatnonzero(item.action_mask) for item in items]
    states = np.concatenate([row * width + found - 1 for row, found in enumerate(actions)])
    taken = np.concatenate(
        [np.asarray(item.token_ids)[found] for item, found in zip(items, actions, strict=True)]
    )
    log_probs = np.zeros(0)
    if len(taken):
        hidden_NH = hidden_at(model, rows, torch.from_numpy(states).to(device))
        projected = project(hidden_NH, torch.from_numpy(taken).to(device), Projection.of(model), _CHUNK)
        log_probs = projected.log_prob_N.double().cpu().numpy()
    parts = np.split(log_probs, np.cumsum([len(found) for found in actions])[:-1])
    sums = []
    for item, found, part in zip(items, actions, parts, strict=True):
        before = np.searchsorted(found, item.state_positions or (len(item.token_ids),), side="left")
        sums.append(np.concatenate([[0.0], np.cumsum(part)])[before].tolist())
    return sums
