"""IPO, a training method outside the project: the worked example of ipo.md.

    L = mean over pairs of ( h - 1 / (2 tau) )^2,    h = rho(chosen) - rho(rejected)

(Identity preference optimisation, arXiv 2310.12036, equation 17; rho of a response is the sum of
log pi - log pi_ref over its tokens.)
"""

from __future__ import annotations

from dataclasses import dataclass

from oreo_worker.method import LearnsFrom, Losses, Method, ModelOutputs, Needs, option


@dataclass(frozen=True)
class Ipo(Method):
    """Identity preference optimisation on pairs of a correct and an incorrect rollout."""

    learns_from = LearnsFrom.PAIRS
    needs = Needs(reference=True)

    tau: float = option(0.1, "weight of the KL to the reference: the larger, the smaller the step", above=0)

    def losses(self, outputs: ModelOutputs) -> Losses:
        """See Method."""
        ratio_S = outputs.over_responses(outputs.log_ratio_N)
        chosen_P, rejected_P = outputs.micro.pairs()
        margin_P = ratio_S[chosen_P] - ratio_S[rejected_P]
        pairs = outputs.micro.batch_pairs  # of the whole batch, of which this is a part
        loss = (margin_P - 1 / (2 * self.tau)).square().sum() / pairs
        return Losses(policy=loss, metrics={"pair_accuracy": (margin_P > 0).float().sum() / pairs})
