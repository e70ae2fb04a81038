"""KTO (arXiv 2402.01306): correct responses are desirable, all others undesirable."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from oreo_worker import losses
from oreo_worker.method import Batch, LearnsFrom, Losses, Method, ModelOutputs, Needs, option


@dataclass(frozen=True)
class Kto(Method):
    """Kahneman-Tversky optimisation on unpaired outcomes."""

    learns_from = LearnsFrom.ROLLOUTS
    needs = Needs(reference=True, mismatched=True)
    not_all_zero = ("desirable_weight", "undesirable_weight")

    beta: float = option(0.1, "weight of the log-ratio", above=0)
    desirable_weight: float = option(1.0, "of correct rollouts", at_least=0)
    undesirable_weight: float = option(1.0, "of incorrect ones", at_least=0)

    def before_batch(self, batch: Batch) -> dict[str, Tensor]:
        """z, over the whole batch."""
        return {"reference_point": losses.kto_reference_point(batch.mismatched_log_ratios())}

    def losses(self, outputs: ModelOutputs) -> Losses:
        """See Method."""
        micro = outputs.micro
        ratio_S = outputs.over_responses(outputs.log_ratio_N)
        desirable_S = outputs.correct_S
        weights = losses.KtoOptions(self.beta, self.desirable_weight, self.undesirable_weight)
        point = outputs.batch["reference_point"]
        policy = losses.kto_loss(ratio_S, desirable_S, point, weights).sum() / micro.batch_sequences
        metrics = {
            "policy_loss": policy.detach(),
            "desirable": desirable_S.float().sum() / micro.batch_sequences,
            "log_ratio": ratio_S.detach().sum() / micro.batch_sequences,
        }
        return Losses(policy=policy, metrics=metrics)
