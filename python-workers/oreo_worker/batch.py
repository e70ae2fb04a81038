"""From token sequences to the flat layout that losses work on. Padding, packing and observation tokens end
here.

A batch of sequences becomes micro-batches. Each holds rectangular rows for the model and, beside them, the N
states of its sequences in which an action token is chosen, one after another. Everything after the forward
pass is of length N (or of length K, one entry an action, when an action is a step or a whole response).

Shape letters: T = tokens of a sequence, R = rows, L = tokens a row, N = action states, K = actions, S =
sequences.

The state of the action token at position p is read at position p - 1. This module knows
no models and no losses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from oreo_worker.failures import BadData, NonFinite
from oreo_worker.specs import Level

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class TokenSequence:
    """A prompt and what followed it; mirrors sequence.proto, with rewards one entry a token."""

    sequence_id: str
    token_ids_T: Ints
    action_mask_T: Bools
    step_ends: Ints
    reward_T: Floats
    behaviour_log_prob_T: Floats | None = None

    def __len__(self) -> int:
        return len(self.token_ids_T)

    @cached_property
    def action_positions(self) -> Ints:
        """Positions of the action tokens, ascending."""
        return np.flatnonzero(self.action_mask_T)

    @property
    def total_reward(self) -> float:
        """The undiscounted return from the first state."""
        return float(self.reward_T.sum())


@dataclass(frozen=True)
class PreferencePair:
    """Indices into a batch: the preferred sequence and the other one."""

    chosen: int
    rejected: int


@dataclass(frozen=True, eq=False)
class Rows:
    """Input of one forward pass; see CausalModel.hidden for the meaning of attention and positions."""

    token_ids_RL: Tensor
    attention: Tensor | None
    position_ids_RL: Tensor | None


@dataclass(frozen=True, eq=False)
class ActionLayout:
    """How N action tokens form K actions of S sequences.

    segment_N: the action each token belongs to, non-decreasing from 0.  first_K: the action's first token
    state. sequence_K: the action's sequence, non-decreasing.  weight_K: 1 / (actions of its sequence *
    sequences of the batch), so that sum(weight * x) is the mean over sequences of means over actions, in
    however many parts it is summed.
    """

    segment_N: Tensor
    first_K: Tensor
    sequence_K: Tensor
    weight_K: Tensor
    longest_segment: int
    longest_sequence: int


@dataclass(frozen=True, eq=False)
class MicroBatch:
    """The sequences of one forward pass and their action states."""

    rows: Rows
    members: tuple[int, ...]
    sequence_ids: tuple[str, ...]
    state_index_N: Tensor
    action_token_N: Tensor
    reward_N: Tensor
    behaviour_N: Tensor | None
    batch_sequences: int
    token_count: int
    sequence_of_state_N: Ints = field(repr=False)
    step_of_state_N: Ints = field(repr=False)
    pair_SS: tuple[PreferencePair, ...] = ()
    batch_pairs: int = 0
    correct_from: float = 0.5

    @property
    def device(self) -> torch.device:
        """Where the tensors lie."""
        return self.state_index_N.device

    def pairs(self) -> tuple[Tensor, Tensor]:
        """The preferred and the other sequence of each pair, as indices into the sequences, P."""
        chosen = [pair.chosen for pair in self.pair_SS]
        rejected = [pair.rejected for pair in self.pair_SS]
        return torch.tensor(chosen, device=self.device), torch.tensor(rejected, device=self.device)

    def actions(self, level: Level) -> ActionLayout:
        """The layout in which an action is a token, a step or the whole response."""
        sequence_N = self.sequence_of_state_N
        if level is Level.TOKEN:
            segment_N = np.arange(len(sequence_N))
        else:
            segment_N = self.step_of_state_N if level is Level.STEP else sequence_N
        return action_layout(segment_N, sequence_N, self.batch_sequences, self.device)


def action_layout(
    segment_N: Ints, sequence_N: Ints, batch_sequences: int, device: torch.device | str = "cpu"
) -> ActionLayout:
    """A layout from the action and the sequence of every token state; both ascend from 0 without gaps."""
    first_K = np.flatnonzero(np.diff(segment_N, prepend=-1))
    sequence_K = sequence_N[first_K]
    actions_S = np.bincount(sequence_K)
    weight_K = 1.0 / (actions_S[sequence_K] * float(batch_sequences))
    return ActionLayout(
        segment_N=torch.from_numpy(segment_N).to(device),
        first_K=torch.from_numpy(first_K).to(device),
        sequence_K=torch.from_numpy(sequence_K).to(device),
        weight_K=torch.from_numpy(weight_K.astype(np.float32)).to(device),
        longest_segment=int(np.bincount(segment_N).max()),
        longest_sequence=int(actions_S.max()),
    )


@dataclass(frozen=True)
class Layout:
    """How a batch is cut into micro-batches, and the return from which a response counts as correct."""

    micro_batch_tokens: int
    packing: bool = False
    correct_from: float = 0.5
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))


def micro_batches(
    sequences: Sequence[TokenSequence], layout: Layout, pairs: Sequence[PreferencePair] = ()
) -> list[MicroBatch]:
    """Cuts a batch into micro-batches of similar lengths, none with more than micro_batch_tokens (padding
    included).

    With pairs the two sequences of a pair share a micro-batch (a sequence in several pairs appears once a
    pair), and sequences in no pair are left out. The cut depends on the sequences and the layout only.
    """
    units = (
        [(pair.chosen, pair.rejected) for pair in pairs] if pairs else [(i,) for i in range(len(sequences))]
    )
    lengths = [len(sequence) for sequence in sequences]
    order = sorted(range(len(units)), key=lambda u: (-max(lengths[i] for i in units[u]), u))
    plans: list[_Plan] = []
    for unit in (units[u] for u in order):
        unit_lengths = [lengths[i] for i in unit]
        if not plans or not plans[-1].add(unit, unit_lengths):
            plan = _Plan(max(unit_lengths), layout)
            if not plan.add(unit, unit_lengths):
                names = [sequences[i].sequence_id for i in unit]
                raise BadData(
                    f"Sequences {', '.join(names)} of {sum(unit_lengths)} tokens do not fit into one forward "
                    f"pass of {layout.micro_batch_tokens} tokens; raise micro_batch_tokens or drop them.",
                    names,
                )
            plans.append(plan)
    return [plan.collate(sequences, len(sequences), len(pairs)) for plan in plans]


@dataclass
class _Plan:
    """Where the sequences of one micro-batch go: a row and a first column each."""

    width: int
    layout: Layout
    members: list[int] = field(default_factory=list)
    row_of: list[int] = field(default_factory=list)
    column_of: list[int] = field(default_factory=list)
    fill: list[int] = field(default_factory=list)
    unit_size: int = 1

    def add(self, unit: tuple[int, ...], lengths: list[int]) -> bool:
        """Places a unit, all of it or nothing; false when it does not fit."""
        fill = list(self.fill)
        places: list[tuple[int, int]] = []
        for length in lengths:
            row = self._row_with_room(fill, length)
            places.append((row, fill[row]))
            fill[row] += length
        if len(fill) * self.width > self.layout.micro_batch_tokens:
            return False
        self.fill = fill
        self.members.extend(unit)
        self.row_of.extend(row for row, _ in places)
        self.column_of.extend(column for _, column in places)
        self.unit_size = len(unit)
        return True

    def _row_with_room(self, fill: list[int], length: int) -> int:
        if self.layout.packing:
            for row, used in enumerate(fill):
                if used + length <= self.width:
                    return row
        fill.append(0)
        return len(fill) - 1

    def collate(
        self, sequences: Sequence[TokenSequence], batch_sequences: int, batch_pairs: int
    ) -> MicroBatch:
        """Builds the tensors, without a loop over tokens."""
        chosen = [sequences[i] for i in self.members]
        device = self.layout.device
        lengths_S = np.array([len(sequence) for sequence in chosen])
        start_S = np.array(self.row_of) * self.width + np.array(self.column_of)
        actions_S = np.array([len(sequence.action_positions) for sequence in chosen])
        sequence_N = np.repeat(np.arange(len(chosen)), actions_S)
        position_N = np.concatenate([sequence.action_positions for sequence in chosen])
        action_index_N = position_N + start_S[sequence_N]
        rows, token_ids = self._rows(chosen, lengths_S, start_S)
        pairs = (
            tuple(PreferencePair(s, s + 1) for s in range(0, len(chosen), 2)) if self.unit_size == 2 else ()
        )
        return MicroBatch(
            rows=rows,
            members=tuple(self.members),
            sequence_ids=tuple(sequence.sequence_id for sequence in chosen),
            state_index_N=torch.from_numpy(action_index_N - 1).to(device),
            action_token_N=torch.from_numpy(token_ids[action_index_N]).to(device),
            reward_N=torch.from_numpy(_at_actions([s.reward_T for s in chosen], chosen)).to(device),
            behaviour_N=_behaviour(chosen, device),
            batch_sequences=batch_sequences,
            token_count=int(lengths_S.sum()),
            sequence_of_state_N=sequence_N,
            step_of_state_N=_steps(chosen, sequence_N),
            pair_SS=pairs,
            batch_pairs=batch_pairs,
            correct_from=self.layout.correct_from,
        )

    def _rows(self, chosen: list[TokenSequence], lengths_S: Ints, start_S: Ints) -> tuple[Rows, Ints]:
        rows, width, device = len(self.fill), max(self.fill), self.layout.device
        if width < self.width:
            raise AssertionError("the first row of a plan holds its longest sequence")
        sequence_of_token = np.repeat(np.arange(len(chosen)), lengths_S)
        position_of_token = (
            np.arange(len(sequence_of_token)) - (np.cumsum(lengths_S) - lengths_S)[sequence_of_token]
        )
        index_of_token = start_S[sequence_of_token] + position_of_token
        token_ids = np.zeros(rows * width, dtype=np.int64)
        token_ids[index_of_token] = np.concatenate([sequence.token_ids_T for sequence in chosen])
        token_ids_RL = torch.from_numpy(token_ids.reshape(rows, width)).to(device)
        if len(chosen) == rows:
            return Rows(token_ids_RL, None, None), token_ids
        position_ids = np.zeros(rows * width, dtype=np.int64)
        position_ids[index_of_token] = position_of_token
        segment = np.full(rows * width, -1, dtype=np.int64)
        segment[index_of_token] = sequence_of_token
        attention = block_causal_attention(torch.from_numpy(segment.reshape(rows, width)).to(device))
        position_ids_RL = torch.from_numpy(position_ids.reshape(rows, width)).to(device)
        return Rows(token_ids_RL, attention, position_ids_RL), token_ids


def block_causal_attention(segment_RL: Tensor) -> Tensor:
    """A bool mask R1LL: a token attends to itself and to earlier tokens of its own segment.

    Padding is one more segment.
    """
    width = segment_RL.shape[1]
    same_RLL = segment_RL[:, :, None] == segment_RL[:, None, :]
    causal_LL = torch.ones(width, width, dtype=torch.bool, device=segment_RL.device).tril()
    return (same_RLL & causal_LL)[:, None]


def check_batch(number: int, sequences: Sequence[TokenSequence], vocabulary: int) -> None:
    """Refuses a batch that breaks the contract, naming the batch and the sequences."""
    if not sequences:
        raise BadData(f"Batch {number} has no sequences; send at least one.")
    for sequence in sequences:
        problem = _problem(sequence, vocabulary)
        if problem:
            raise BadData(
                f"Batch {number}, sequence {sequence.sequence_id}: {problem}.", [sequence.sequence_id]
            )
    broken = [s.sequence_id for s in sequences if not np.isfinite(s.reward_T).all()]
    if broken:
        raise NonFinite(
            f"Batch {number}: rewards of {', '.join(broken)} are not finite; mend the grader.", broken
        )


def check_steps(number: int, sequences: Sequence[TokenSequence]) -> None:
    """Refuses sequences without step ends, for methods whose actions are steps."""
    bare = [s.sequence_id for s in sequences if len(s.step_ends) == 0]
    if bare:
        raise BadData(
            f"Batch {number}: {', '.join(bare)} have no step ends, but an action is a step here.", bare
        )


def check_behaviour(number: int, sequences: Sequence[TokenSequence]) -> None:
    """Refuses sequences without the log-probabilities they were sampled with, for methods that need them."""
    bare = [s.sequence_id for s in sequences if s.behaviour_log_prob_T is None]
    if bare:
        raise BadData(
            f"Batch {number}: {', '.join(bare)} have no behaviour log-probabilities, which this method needs;"
            " they are stored with sampled rollouts, not with demonstrations or most imported data.",
            bare,
        )


def _problem(sequence: TokenSequence, vocabulary: int) -> str:
    tokens, ends, positions = len(sequence), sequence.step_ends, sequence.action_positions
    if not tokens == len(sequence.action_mask_T) == len(sequence.reward_T):
        return "token ids, action mask and rewards differ in length"
    if len(positions) == 0:
        return "no action token (an empty response)"
    if positions[0] == 0:
        return "the first token is an action; a prompt of at least one token must come first"
    if sequence.token_ids_T.min() < 0 or sequence.token_ids_T.max() >= vocabulary:
        return f"a token id lies outside the vocabulary of {vocabulary}; model and tokenizer do not match"
    if len(ends) and ((np.diff(ends) <= 0).any() or ends[0] < 1 or ends[-1] > tokens):
        return "step ends do not ascend within the sequence"
    if len(ends) and positions[-1] >= ends[-1]:
        return "steps do not cover every action token"
    if np.any(sequence.reward_T[~sequence.action_mask_T]):
        return "a reward lies on a token that is no action"
    if sequence.behaviour_log_prob_T is not None and len(sequence.behaviour_log_prob_T) != tokens:
        return "behaviour log-probabilities and token ids differ in length"
    return ""


def _at_actions(values: list[Floats], chosen: list[TokenSequence]) -> Floats:
    return np.concatenate([v[s.action_positions] for v, s in zip(values, chosen, strict=True)]).astype(
        np.float32
    )


def _behaviour(chosen: list[TokenSequence], device: torch.device) -> Tensor | None:
    known = [s.behaviour_log_prob_T for s in chosen if s.behaviour_log_prob_T is not None]
    if len(known) < len(chosen):
        return None
    return torch.from_numpy(_at_actions(known, chosen)).to(device)


def _steps(chosen: list[TokenSequence], sequence_N: Ints) -> Ints:
    """Numbers the steps that hold actions from 0, over all sequences.

    A sequence without step ends is one step.
    """
    step_N = np.concatenate([np.searchsorted(s.step_ends, s.action_positions, side="right") for s in chosen])
    begins_N = np.diff(sequence_N, prepend=-1).astype(bool) | np.diff(step_N, prepend=-1).astype(bool)
    return np.cumsum(begins_N) - 1


def mismatched(sequences: Sequence[TokenSequence]) -> list[TokenSequence]:
    """Each prompt joined with the response of the next sequence of another prompt (the next, if none)."""
    starts = [int(s.action_positions[0]) for s in sequences]
    prompts = [s.token_ids_T[:start].tobytes() for s, start in zip(sequences, starts, strict=True)]
    count = len(sequences)
    joined: list[TokenSequence] = []
    for i in range(count):
        following = [(i + step) % count for step in range(1, count + 1)]
        j = next((k for k in following if prompts[k] != prompts[i]), following[0])
        joined.append(_join(sequences[i], starts[i], sequences[j], starts[j]))
    return joined


def _join(
    prompt: TokenSequence, prompt_end: int, response: TokenSequence, response_start: int
) -> TokenSequence:
    tokens = np.concatenate([prompt.token_ids_T[:prompt_end], response.token_ids_T[response_start:]])
    mask = np.concatenate([prompt.action_mask_T[:prompt_end], response.action_mask_T[response_start:]])
    name = f"{prompt.sequence_id}+{response.sequence_id}"
    no_steps, no_reward = np.zeros(0, dtype=np.int64), np.zeros(len(tokens), dtype=np.float32)
    return TokenSequence(name, tokens, mask, no_steps, no_reward)
