"""SFT: cross entropy on what the demonstrations do."""

from __future__ import annotations

from dataclasses import dataclass

from oreo_worker import losses
from oreo_worker.method import LearnsFrom, Losses, Method, ModelOutputs
from oreo_worker.specs import Level


@dataclass(frozen=True)
class Sft(Method):
    """Supervised fine-tuning on the demonstrations."""

    learns_from = LearnsFrom.DEMONSTRATIONS

    def losses(self, outputs: ModelOutputs) -> Losses:
        """See Method."""
        loss = losses.cross_entropy_loss(outputs.log_prob_N, outputs.actions(Level.TOKEN))
        return Losses(policy=loss, metrics={"policy_loss": loss.detach()})
