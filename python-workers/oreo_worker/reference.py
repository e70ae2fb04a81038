"""The reference policy pi_ref during a training.

It gives log-probabilities, from the cache where they are known, and hidden states where the exact KL needs
them. The model is loaded only when something must be computed. With adapters on the policy it is the policy
itself, adapters switched off.

A cached number outlives the batch it was computed for: a resumed training may find it or may have to compute
it again, and trainings that share a cache find what others left. On most processors the last bits of a
log-probability depend on what else is in the forward pass, so what goes into the cache is computed from each
sequence alone. It is then a function of the sequence and the model, whoever computes it and when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from oreo_worker.batch import Floats, Layout, MicroBatch, TokenSequence, micro_batches
from oreo_worker.policy import CausalModel, hidden_at, mixed_precision
from oreo_worker.projection import Projection, ReferenceSide, project
from oreo_worker.reference_cache import ReferenceCache


@dataclass(frozen=True)
class ReferenceSource:
    """How to get at the reference model: `load` is called once, `as_reference` surrounds each use."""

    load: Callable[[], CausalModel]
    cache: ReferenceCache
    as_reference: Callable[[], AbstractContextManager[None]] = nullcontext


class ReferencePolicy:
    """pi_ref, loaded when first needed."""

    def __init__(self, source: ReferenceSource, precision: str, chunk: int) -> None:
        self._source = source
        self._precision = precision
        self._chunk = chunk
        self._model: CausalModel | None = None

    @property
    def loaded(self) -> bool:
        """True once the model had to be loaded."""
        return self._model is not None

    @torch.no_grad()
    def side(self, micro: MicroBatch) -> ReferenceSide:
        """Hidden states and projection at the states of a micro-batch, for the exact KL."""
        if self._model is None:
            self._model = self._source.load()
        model = self._model
        training = model.module.training
        model.module.eval()
        with self._source.as_reference(), mixed_precision(micro.device, self._precision):
            hidden_NH = hidden_at(model, micro.rows, micro.state_index_N)
        model.module.train(training)
        return ReferenceSide(hidden_NH, Projection.of(model))

    @torch.no_grad()
    def log_probs(self, micro: MicroBatch, sequences: Sequence[TokenSequence]) -> Tensor:
        """log pi_ref of the action tokens, N. `sequences` are those of the micro-batch, in its order."""
        known = self._source.cache.get(sequences)
        fresh = {i: self._alone(s, micro.device) for i, s in enumerate(sequences) if i not in known}
        self._source.cache.put(sequences, {i: v for i, v in fresh.items() if np.isfinite(v).all()})
        known = {**fresh, **known}
        return torch.from_numpy(np.concatenate([known[i] for i in range(len(sequences))])).to(micro.device)

    @torch.no_grad()
    def batch_log_probs(self, micro: MicroBatch) -> Tensor:
        """log pi_ref of the action tokens, N, past the cache: for sequences that never come again."""
        side = self.side(micro)
        with mixed_precision(micro.device, self._precision):
            projected = project(side.hidden_NH, micro.action_token_N, side.projection, self._chunk)
        return projected.log_prob_N

    def _alone(self, sequence: TokenSequence, device: torch.device) -> Floats:
        (micro,) = micro_batches([sequence], Layout(len(sequence), device=device))
        return self.batch_log_probs(micro).cpu().numpy()
