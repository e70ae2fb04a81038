"""Continues prefixes with a policy, in batches that depend on the request alone.

A request is cut into waves of consecutive items, by constants and by the items' lengths; a wave is one
batch from its first token to its last. Equal prefixes of a wave are run once. Rows that ended are taken out
of the batch when enough of them have, which again depends on the tokens alone. Draws come from
counter-based streams (`random_stream`). So equal requests give equal completions on the same device,
threads and libraries, whoever arrives first.

Knows no protocol and no files; `models` gives it the policy, `server` the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import torch
from torch import Tensor

from oreo_worker.decoder import Decoder
from oreo_worker.failures import Cancelled
from oreo_worker.random_stream import uniforms
from oreo_worker.sampler import Sampler, choose
from oreo_worker.segmentation import StepRule, StepTracker, step_ends
from oreo_worker.text_tokenizer import TokenTexts

# Most rows of a wave, most tokens (padding included) of its distinct prefixes, most tokens its cache may
# come to hold.
ROWS_OF_WAVE = 512
PREFIX_TOKENS_OF_WAVE = 32_768
CACHED_TOKENS_OF_WAVE = 262_144
# Rows leave the batch once an eighth of it has ended: a copy of the cache costs about one step.
_ENDED_PART = 8
# Uniform numbers are made for so many positions at once.
_DRAWN_AHEAD = 64


class FinishReason(Enum):
    """Why a completion ended."""

    END_TOKEN = "end_token"
    STEP_END = "step_end"
    LENGTH = "length"


@dataclass(frozen=True)
class Prefix:
    """What to continue: at least one token. The n-th draw of the seed's stream belongs to position n."""

    item_id: str
    token_ids: tuple[int, ...]
    seed: int


@dataclass(frozen=True)
class StopRule:
    """When to stop. `max_length` counts prefix and continuation together."""

    at_step_end: bool
    step_rule: StepRule
    max_new_tokens: int
    max_length: int


@dataclass(frozen=True)
class Completion:
    """A continuation; `step_ends` count from the start of the whole sequence."""

    item_id: str
    token_ids: list[int]
    log_probs: list[float]
    step_ends: list[int]
    finish_reason: FinishReason


@dataclass(frozen=True)
class Continuer:
    """The policy's side of generation: how to decode, what ends a response, what tokens say."""

    new_decoder: Callable[[], Decoder]
    end_token_ids: frozenset[int]
    texts: TokenTexts
    device: torch.device


def generate(
    continuer: Continuer,
    prefixes: list[Prefix],
    sampler: Sampler,
    stop: StopRule,
    cancelled: Callable[[], bool],
) -> Iterator[list[Completion]]:
    """Completions in the order of the prefixes, a wave at a time.

    `cancelled` is asked before every token; raises Cancelled when it says so.
    """
    for wave in waves(prefixes, stop):
        with torch.inference_mode():
            yield _Wave(continuer, wave, sampler, stop).run(cancelled)


def new_tokens_allowed(prefix: Prefix, stop: StopRule) -> int:
    """Tokens that may follow the prefix; not negative."""
    return max(0, min(stop.max_new_tokens, stop.max_length - len(prefix.token_ids)))


def waves(prefixes: list[Prefix], stop: StopRule) -> Iterator[list[Prefix]]:
    """Cuts the request where a wave would grow beyond what a device can hold; a pure function of the
    request."""
    wave: list[Prefix] = []
    distinct: set[tuple[int, ...]] = set()
    longest = total_longest = 0
    for prefix in prefixes:
        total = len(prefix.token_ids) + new_tokens_allowed(prefix, stop)
        next_longest, next_total = max(longest, len(prefix.token_ids)), max(total_longest, total)
        next_distinct = len(distinct) + (prefix.token_ids not in distinct)
        full = (
            len(wave) == ROWS_OF_WAVE
            or next_distinct * next_longest > PREFIX_TOKENS_OF_WAVE
            or (len(wave) + 1) * next_total > CACHED_TOKENS_OF_WAVE
        )
        if full and wave:
            yield wave
            wave, distinct = [], set()
            next_longest, next_total = len(prefix.token_ids), total
        wave.append(prefix)
        distinct.add(prefix.token_ids)
        longest, total_longest = next_longest, next_total
    if wave:
        yield wave


class _Wave:
    """One batch from its first token to its last."""

    def __init__(
        self, continuer: Continuer, prefixes: list[Prefix], sampler: Sampler, stop: StopRule
    ) -> None:
        self._continuer = continuer
        self._prefixes = prefixes
        self._sampler = sampler
        self._stop = stop
        self._limits = np.array([new_tokens_allowed(p, stop) for p in prefixes])
        self._reasons = [FinishReason.LENGTH] * len(prefixes)
        self._lengths = np.zeros(len(prefixes), dtype=np.int64)
        width = int(self._limits.max())
        self._tokens = np.zeros((len(prefixes), width), dtype=np.int64)
        self._log_probs = np.zeros((len(prefixes), width), dtype=np.float32)
        self._end_tokens = np.array(sorted(continuer.end_token_ids), dtype=np.int64)
        self._trackers = [StepTracker(stop.step_rule) for _ in prefixes] if stop.at_step_end else []
        self._seeds = np.array([p.seed for p in prefixes], dtype=np.uint64)
        self._starts = np.array([len(p.token_ids) for p in prefixes], dtype=np.uint64)

    def run(self, cancelled: Callable[[], bool]) -> list[Completion]:
        """All completions of the wave."""
        rows = np.flatnonzero(self._limits > 0)
        if len(rows):
            self._decode(rows, cancelled)
        return [self._completion(index) for index in range(len(self._prefixes))]

    def _decode(self, rows: np.ndarray, cancelled: Callable[[], bool]) -> None:
        """`rows` are the indices of the prefixes still in the batch, in order; some of them may have
        ended."""
        decoder = self._continuer.new_decoder()
        logits = self._prefill(decoder, rows)
        alive = np.ones(len(rows), dtype=bool)
        draws = torch.empty(0)
        for step in range(int(self._limits.max())):
            if cancelled():
                raise Cancelled.by_caller()
            if step % _DRAWN_AHEAD == 0 and not self._sampler.greedy:
                draws = self._draws(rows, step)
            column = draws[:, step % _DRAWN_AHEAD] if len(draws) else draws
            tokens, log_probs = choose(logits, column, self._sampler)
            self._take(rows, alive, step, (tokens.cpu().numpy(), log_probs.cpu().numpy()))
            if not alive.any():
                return
            if (~alive).sum() * _ENDED_PART >= len(alive):
                keep = torch.from_numpy(np.flatnonzero(alive))
                decoder.select(keep)
                rows, alive = rows[alive], np.ones(len(keep), dtype=bool)
                tokens = tokens[keep.to(tokens.device)]
                draws = draws[keep.to(draws.device)] if len(draws) else draws
            logits = decoder.step(tokens)

    def _prefill(self, decoder: Decoder, rows: np.ndarray) -> Tensor:
        distinct: dict[tuple[int, ...], int] = {}
        sources = [distinct.setdefault(self._prefixes[row].token_ids, len(distinct)) for row in rows]
        logits = decoder.prefill([list(ids) for ids in distinct])
        if sources == list(range(len(distinct))):
            return logits
        index = torch.tensor(sources, device=logits.device)
        decoder.select(index)
        return logits.index_select(0, index)

    def _draws(self, rows: np.ndarray, step: int) -> Tensor:
        positions = self._starts[rows, None] + np.arange(step, step + _DRAWN_AHEAD, dtype=np.uint64)[None, :]
        return torch.from_numpy(uniforms(self._seeds[rows, None], positions)).to(self._continuer.device)

    def _take(
        self, rows: np.ndarray, alive: np.ndarray, step: int, chosen: tuple[np.ndarray, np.ndarray]
    ) -> None:
        """Records the chosen tokens of the rows that are alive and notes which of them end."""
        tokens, log_probs = chosen
        self._tokens[rows, step] = tokens
        self._log_probs[rows, step] = log_probs
        ended = np.isin(tokens, self._end_tokens)
        self._lengths[rows[alive]] = step + 1
        for place in np.flatnonzero(alive):
            row = rows[place]
            reason = self._reason(row, int(tokens[place]), bool(ended[place]))
            if reason is not None:
                self._reasons[row] = reason
                alive[place] = False
        alive &= self._limits[rows] > step + 1

    def _reason(self, row: int, token: int, is_end_token: bool) -> FinishReason | None:
        text = self._continuer.texts[token] if self._trackers else ""
        if self._trackers and self._trackers[row].ends_before(text):
            # The token only showed that the step had ended. Its draw belongs to its position, so the next
            # call
            # with the same seed chooses it again.
            self._lengths[row] -= 1
            return FinishReason.STEP_END
        if is_end_token:
            return FinishReason.END_TOKEN
        if self._trackers and self._trackers[row].ends_after(text):
            return FinishReason.STEP_END
        return None

    def _completion(self, index: int) -> Completion:
        length = int(self._lengths[index])
        tokens = self._tokens[index, :length].tolist()
        start = len(self._prefixes[index].token_ids)
        texts = (
            [self._continuer.texts[token] for token in tokens]
            if self._stop.step_rule.delimiters
            else [""] * length
        )
        return Completion(
            item_id=self._prefixes[index].item_id,
            token_ids=tokens,
            log_probs=self._log_probs[index, :length].tolist(),
            step_ends=step_ends(texts, self._stop.step_rule, start),
            finish_reason=self._reasons[index],
        )
