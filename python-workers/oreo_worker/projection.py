"""Log-probabilities, exact KL and entropy from hidden states, a chunk of positions at a time.

The full logits of a batch never exist: a chunk of C positions is projected to the vocabulary, reduced to
numbers per position, and forgotten; the backward pass projects it again. Where the vocabulary is no wider
than an activation that is kept anyway (V <= 4 H, the width of a feed-forward layer), forgetting saves
nothing, so logits are kept and one chunk holds all positions.

Shape letters: N = action states, C = positions of a chunk, H = hidden width, V = vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from oreo_worker.policy import CausalModel


@dataclass(frozen=True, eq=False)
class Projection:
    """A model's map from hidden states to logits."""

    weight_VH: Tensor
    bias_V: Tensor | None
    transform: Callable[[Tensor], Tensor]

    @staticmethod
    def of(model: CausalModel) -> Projection:
        """The projection of a model."""
        weight_VH, bias_V = model.projection()
        return Projection(weight_VH, bias_V, model.transform_logits)

    def log_probs(self, hidden_CH: Tensor) -> Tensor:
        """log softmax of the logits, CV, in float32."""
        logits_CV = self.transform(F.linear(hidden_CH, self.weight_VH, self.bias_V))
        return F.log_softmax(logits_CV.float(), dim=-1)


@dataclass(frozen=True, eq=False)
class ReferenceSide:
    """The reference policy at the same states; it never carries a gradient."""

    hidden_NH: Tensor
    projection: Projection


@dataclass(frozen=True, eq=False)
class Projected:
    """Numbers per state.

    Without a reference the last three are None; entropy is a metric without gradient.
    """

    log_prob_N: Tensor
    reference_N: Tensor | None = None
    kl_N: Tensor | None = None
    entropy_N: Tensor | None = None


def project(
    hidden_NH: Tensor,
    action_token_N: Tensor,
    projection: Projection,
    chunk: int,
    reference: ReferenceSide | None = None,
) -> Projected:
    """log pi of the taken tokens; with a reference also its log-probability, the exact KL and the entropy.

    KL = sum_a pi(a|s) ( log pi(a|s) - log pi_ref(a|s) )     over the full vocabulary, differentiable in pi
    """
    positions, vocabulary = hidden_NH.shape[0], projection.weight_VH.shape[0]
    keep = vocabulary <= 4 * hidden_NH.shape[1]
    step = positions if keep else min(chunk, positions)
    recompute = not keep and torch.is_grad_enabled()
    parts: list[tuple[Tensor, ...]] = []
    for start in range(0, positions, step):
        piece = slice(start, start + step)
        far_CH = None if reference is None else reference.hidden_NH[piece]
        arguments = (hidden_NH[piece], action_token_N[piece], projection, far_CH, reference)
        if recompute:
            parts.append(checkpoint(_chunk, *arguments, use_reentrant=False, preserve_rng_state=False))
        else:
            parts.append(_chunk(*arguments))
    columns = [torch.cat(column) for column in zip(*parts, strict=True)]
    return Projected(*columns)


def _chunk(
    hidden_CH: Tensor,
    token_C: Tensor,
    projection: Projection,
    far_CH: Tensor | None,
    reference: ReferenceSide | None,
) -> tuple[Tensor, ...]:
    log_pi_CV = projection.log_probs(hidden_CH)
    taken_C = log_pi_CV.gather(1, token_C[:, None]).squeeze(1)
    if far_CH is None or reference is None:
        return (taken_C,)
    with torch.no_grad():
        log_ref_CV = reference.projection.log_probs(far_CH)
        reference_C = log_ref_CV.gather(1, token_C[:, None]).squeeze(1)
    pi_CV = log_pi_CV.exp()
    kl_C = (pi_CV * (log_pi_CV - log_ref_CV)).sum(dim=1)
    entropy_C = -(pi_CV.detach() * log_pi_CV.detach()).sum(dim=1)
    return taken_C, reference_C, kl_C, entropy_C
