"""DPO (arXiv 2305.18290): a logistic loss on pairs."""

from __future__ import annotations

from dataclasses import dataclass

from oreo_worker import losses
from oreo_worker.method import LearnsFrom, Losses, Method, ModelOutputs, Needs, option


@dataclass(frozen=True)
class Dpo(Method):
    """Direct preference optimisation on pairs of a correct and an incorrect rollout."""

    learns_from = LearnsFrom.PAIRS
    needs = Needs(reference=True)

    beta: float = option(0.1, "weight of the log-ratio", above=0)

    def losses(self, outputs: ModelOutputs) -> Losses:
        """See Method."""
        micro = outputs.micro
        ratio_S = outputs.over_responses(outputs.log_ratio_N)
        chosen_P, rejected_P = micro.pairs()
        policy = losses.dpo_loss(ratio_S, chosen_P, rejected_P, self.beta).sum() / micro.batch_pairs
        margin_P = (ratio_S[chosen_P] - ratio_S[rejected_P]).detach()
        metrics = {
            "policy_loss": policy.detach(),
            "pair_accuracy": (margin_P > 0).float().sum() / micro.batch_pairs,
            "reward_margin": self.beta * margin_P.sum() / micro.batch_pairs,
        }
        return Losses(policy, metrics=metrics)
