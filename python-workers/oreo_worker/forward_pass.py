"""One forward pass of each network over a micro-batch: everything a method needs, and nothing twice.

The policy runs once. Its hidden states are gathered at the action states and projected in chunks; where the
exact KL is needed the reference's hidden states go through the same chunks. While only the critic is trained
and the policy still equals the reference, neither runs: every log-ratio is zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import torch
from torch import Tensor

from oreo_worker import losses
from oreo_worker.batch import Layout, MicroBatch, TokenSequence, micro_batches, mismatched
from oreo_worker.method import ModelOutputs, Needs
from oreo_worker.policy import hidden_at, mixed_precision
from oreo_worker.projection import Projected, Projection, ReferenceSide, project
from oreo_worker.reference import ReferencePolicy
from oreo_worker.specs import Level, TrainingSpec
from oreo_worker.training_models import TrainingModels


class ForwardPass:
    """Runs the networks of a training."""

    def __init__(self, spec: TrainingSpec, models: TrainingModels, needs: Needs) -> None:
        self._spec = spec
        self._models = models
        self._needs = needs
        self._reference: ReferencePolicy | None = None
        if models.reference is not None:
            self._reference = ReferencePolicy(models.reference, models.precision, spec.projection_chunk)

    @property
    def reference(self) -> ReferencePolicy:
        """The reference policy; only for methods that need one."""
        if self._reference is None:
            raise ValueError("this method has no reference policy")
        return self._reference

    def of(
        self,
        micro: MicroBatch,
        sequences: Sequence[TokenSequence],
        batch: Mapping[str, Tensor] = MappingProxyType({}),
    ) -> ModelOutputs:
        """For an update of all networks. `sequences` are those of the micro-batch, in its order; `batch` is
        what the method found for the whole batch."""
        side = self.reference.side(micro) if self._needs.exact_kl else None
        projected = self._policy(micro, side)
        reference_N = projected.reference_N
        if self._needs.reference and reference_N is None:
            reference_N = self.reference.log_probs(micro, sequences)
        value_N, target_value_N = self._values(micro)
        return ModelOutputs(
            micro,
            projected.log_prob_N,
            reference_N,
            projected.kl_N,
            projected.entropy_N,
            value_N,
            target_value_N,
            batch,
        )

    def for_critic_only(self, micro: MicroBatch, sequences: Sequence[TokenSequence]) -> ModelOutputs:
        """For an update of the critic while the policy is still where it started."""
        value_N, target_value_N = self._values(micro)
        log_prob_N = reference_N = torch.zeros_like(micro.reward_N)
        if not self._spec.policy_starts_as_reference:
            reference_N = self.reference.log_probs(micro, sequences)
            with torch.no_grad():
                log_prob_N = self._policy(micro, None).log_prob_N
        elif self._needs.target_critic:
            log_prob_N = reference_N = self.reference.log_probs(micro, sequences)
        return ModelOutputs(micro, log_prob_N, reference_N, value_N=value_N, target_value_N=target_value_N)

    @torch.no_grad()
    def mismatched_log_ratios(self, sequences: Sequence[TokenSequence], layout: Layout) -> Tensor:
        """rho of each prompt joined with the response to another prompt of the batch, S."""
        joined = mismatched(sequences)
        ratios: list[Tensor] = []
        for micro in micro_batches(joined, layout):
            log_ratio_N = self._policy(micro, None).log_prob_N - self.reference.batch_log_probs(micro)
            ratios.append(losses.over_actions(log_ratio_N, micro.actions(Level.RESPONSE)))
        return torch.cat(ratios)

    def _policy(self, micro: MicroBatch, side: ReferenceSide | None) -> Projected:
        policy = self._models.policy
        with mixed_precision(micro.device, self._models.precision):
            hidden_NH = hidden_at(policy, micro.rows, micro.state_index_N)
            chunk = self._spec.projection_chunk
            return project(hidden_NH, micro.action_token_N, Projection.of(policy), chunk, side)

    def _values(self, micro: MicroBatch) -> tuple[Tensor | None, Tensor | None]:
        critic, target = self._models.critic, self._models.target_critic
        value_N = target_value_N = None
        with mixed_precision(micro.device, self._models.precision):
            if critic is not None:
                value_N = critic.values(micro.rows, micro.state_index_N)
            if target is not None:
                with torch.no_grad():
                    target_value_N = target.values(micro.rows, micro.state_index_N)
        return value_N, target_value_N
