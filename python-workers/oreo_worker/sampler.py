"""Chooses one token a row from logits: temperature, top-k, nucleus, inverse CDF.

Pure: logits and uniform numbers in, tokens and their log-probabilities out. Knows no model and no batch
composition. Shape letters: R = rows, V = vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from oreo_worker.failures import BadData


@dataclass(frozen=True)
class Sampler:
    """How to choose. Temperature 0 is greedy; top_p 1 and top_k 0 keep all tokens."""

    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0

    def __post_init__(self) -> None:
        if not 0.0 <= self.temperature < float("inf"):
            raise BadData(f"sampler.temperature is {self.temperature}; it must be finite and not negative.")
        if not 0.0 < self.top_p <= 1.0:
            raise BadData(f"sampler.top_p is {self.top_p}; it must lie in (0, 1].")
        if self.top_k < 0:
            raise BadData(f"sampler.top_k is {self.top_k}; it must not be negative.")

    @property
    def greedy(self) -> bool:
        """True if the most likely token is taken."""
        return self.temperature == 0.0


def choose(logits_RV: Tensor, uniforms_R: Tensor, sampler: Sampler) -> tuple[Tensor, Tensor]:
    """Tokens [R] and log mu of them [R], float32.

    Sampling inverts the CDF in the order of token ids: the first token whose cumulative probability exceeds
    the uniform number. mu is the temperature-scaled, truncated and renormalised distribution; for greedy,
    the policy itself.
    """
    logits_RV = logits_RV.float()
    if sampler.greedy:
        # argmax returns the first of equal maxima, so ties go to the lowest id.
        tokens_R = logits_RV.argmax(dim=-1)
        chosen_R = logits_RV.gather(1, tokens_R[:, None]).squeeze(1)
        return tokens_R, chosen_R - torch.logsumexp(logits_RV, dim=-1)
    scaled_RV = logits_RV if sampler.temperature == 1.0 else logits_RV / sampler.temperature
    scaled_RV = _truncated(scaled_RV, sampler)
    log_total_R = torch.logsumexp(scaled_RV, dim=-1)
    cdf_RV = torch.exp(scaled_RV - log_total_R[:, None]).double().cumsum(dim=-1)
    total_R = cdf_RV[:, -1]
    # Rounding may lift u * total to the total, behind which no token lies.
    below_R = torch.minimum(uniforms_R * total_R, torch.nextafter(total_R, torch.zeros_like(total_R)))
    tokens_R = torch.searchsorted(cdf_RV, below_R[:, None], right=True).squeeze(1)
    chosen_R = scaled_RV.gather(1, tokens_R[:, None]).squeeze(1)
    return tokens_R, chosen_R - log_total_R


def _truncated(scaled_RV: Tensor, sampler: Sampler) -> Tensor:
    """Minus infinity outside the top-k and the nucleus; equal logits leave from the highest id."""
    vocabulary = scaled_RV.shape[-1]
    keep_all_k = sampler.top_k == 0 or sampler.top_k >= vocabulary
    if keep_all_k and sampler.top_p == 1.0:
        return scaled_RV
    sorted_RV, order_RV = torch.sort(scaled_RV, dim=-1, descending=True, stable=True)
    keep_RV = torch.ones_like(sorted_RV, dtype=torch.bool)
    if not keep_all_k:
        keep_RV[:, sampler.top_k :] = False
    if sampler.top_p < 1.0:
        kept_RV = sorted_RV.masked_fill(~keep_RV, float("-inf"))
        probabilities_RV = torch.softmax(kept_RV, dim=-1)
        # A token stays while the mass before it is below top_p; so the most likely one always stays.
        before_RV = probabilities_RV.double().cumsum(dim=-1) - probabilities_RV
        keep_RV &= before_RV < sampler.top_p
    keep_by_id_RV = torch.zeros_like(keep_RV).scatter(1, order_RV, keep_RV)
    return scaled_RV.masked_fill(~keep_by_id_RV, float("-inf"))
