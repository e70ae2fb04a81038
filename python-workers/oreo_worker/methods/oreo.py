"""OREO (arXiv 2412.16145): policy and critic share the soft Bellman equation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from torch import Tensor

from oreo_worker import losses
from oreo_worker.batch import ActionLayout
from oreo_worker.losses import Consistency
from oreo_worker.method import LearnsFrom, Losses, Method, ModelOutputs, Needs, given, option
from oreo_worker.specs import Level


class Gradient(Enum):
    """Through which log-ratios the policy loss sends its gradient."""

    ACTION = "action"
    PATH = "path"


_POLICY_LOSS = {Gradient.ACTION: losses.policy_loss, Gradient.PATH: losses.path_consistency_loss}


@dataclass(frozen=True)
class Oreo(Method):
    """OREO: value loss, policy loss and exact KL at the token, step or response level.

    At the response level the policy loss sees the whole response as one action; the value loss keeps every
    state.
    """

    learns_from = LearnsFrom.ROLLOUTS
    soft_bellman_beta = "beta"

    level: Level = option(Level.TOKEN, "what an action is")
    beta: float = option(0.03, "weight of the log-ratio in the soft Bellman equation", above=0)
    alpha: float = option(
        0.01, "weight of the KL to the reference in the policy loss (step 0.1, response 0.3)", at_least=0
    )
    lambda_: float = option(1.0, "of the value target; 1 is the paper's return", at_least=0, at_most=1)
    gradient: Gradient = option(
        Gradient.ACTION, "of the policy loss: through an action's own ratio, or through the path's (PCL)"
    )

    @property
    def needs(self) -> Needs:  # type: ignore[override]
        """The exact KL only where it has a weight."""
        return Needs(reference=True, exact_kl=self.alpha > 0, critic=True, steps=self.level is Level.STEP)

    def losses(self, outputs: ModelOutputs) -> Losses:
        """See Method."""
        tokens = outputs.actions(Level.TOKEN)
        actions = tokens if self.level is Level.TOKEN else outputs.actions(self.level)
        value_N = given(outputs.value_N, "critic")
        log_ratio_N = outputs.log_ratio_N
        states = tokens if self.level is Level.RESPONSE else actions
        critic_sees = _consistency(value_N, log_ratio_N.detach(), outputs, states)
        value = losses.value_loss(critic_sees, states, self.beta, self.lambda_)
        metrics = {"value_loss": value.detach(), **sequence_metrics(value_N, log_ratio_N, outputs)}
        if not outputs.log_prob_N.requires_grad:
            return Losses(value=value, metrics=metrics)
        policy_sees = _consistency(value_N.detach(), log_ratio_N, outputs, actions)
        bellman = _POLICY_LOSS[self.gradient](policy_sees, actions, self.beta)
        metrics["policy_loss"] = bellman.detach()
        policy = bellman
        if outputs.kl_N is not None:
            kl = losses.batch_mean(outputs.kl_N, tokens)
            policy = bellman + self.alpha * kl
            metrics["kl"] = kl.detach()
        if outputs.entropy_N is not None:
            metrics["entropy"] = losses.batch_mean(outputs.entropy_N, tokens)
        return Losses(policy, value, metrics)


def _consistency(
    value_N: Tensor, log_ratio_N: Tensor, outputs: ModelOutputs, layout: ActionLayout
) -> Consistency:
    return Consistency(
        losses.at_first_token(value_N, layout),
        losses.over_actions(log_ratio_N, layout),
        losses.over_actions(outputs.micro.reward_N, layout),
    )


def sequence_metrics(value_N: Tensor, log_ratio_N: Tensor, outputs: ModelOutputs) -> dict[str, Tensor]:
    """Batch means of a response's log-ratio and return, and of the value where it begins."""
    responses = outputs.actions(Level.RESPONSE)
    reward_N = outputs.micro.reward_N
    return {
        "log_ratio": losses.batch_mean(losses.over_actions(log_ratio_N.detach(), responses), responses),
        "return": losses.batch_mean(losses.over_actions(reward_N, responses), responses),
        "first_value": losses.batch_mean(value_N.detach()[responses.first_K], responses),
    }
