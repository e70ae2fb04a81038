"""DQO (arXiv 2410.09302): the policy as a Q-function, against a target critic."""

from __future__ import annotations

from dataclasses import dataclass

from oreo_worker import losses
from oreo_worker.losses import Consistency
from oreo_worker.method import LearnsFrom, Losses, Method, ModelOutputs, Needs, Networks, given, option
from oreo_worker.methods.oreo import sequence_metrics
from oreo_worker.specs import Level


@dataclass(frozen=True)
class Dqo(Method):
    """Direct Q-function optimisation."""

    learns_from = LearnsFrom.ROLLOUTS
    needs = Needs(reference=True, critic=True, target_critic=True)
    soft_bellman_beta = "beta"

    beta: float = option(0.03, "weight of the log-ratio", above=0)
    lambda_: float = option(0.95, "of the critic's returns", at_least=0, at_most=1)
    importance_clip: float = option(1.0, "largest weight pi/mu of a token", above=0)
    tau: float = option(0.05, "weight of the critic in the target critic, per batch", at_least=0, at_most=1)

    def losses(self, outputs: ModelOutputs) -> Losses:
        """See Method."""
        micro, tokens = outputs.micro, outputs.actions(Level.TOKEN)
        value_N, target_N = given(outputs.value_N, "critic"), given(outputs.target_value_N, "target critic")
        weight_N = losses.importance_weight(outputs.log_prob_N, micro.behaviour_N, self.importance_clip)
        log_ratio_N = outputs.log_ratio_N
        critic_sees = Consistency(value_N, log_ratio_N.detach(), micro.reward_N)
        options = losses.DqoOptions(self.beta, self.lambda_)
        value = losses.dqo_value_loss(critic_sees, target_N, weight_N, tokens, options)
        metrics = {"value_loss": value.detach(), **sequence_metrics(value_N, log_ratio_N, outputs)}
        metrics["importance_weight"] = losses.batch_mean(weight_N, tokens)
        if not outputs.log_prob_N.requires_grad:
            return Losses(value=value, metrics=metrics)
        policy_sees = Consistency(value_N.detach(), log_ratio_N, micro.reward_N)
        policy = losses.dqo_policy_loss(policy_sees, target_N, weight_N, tokens, self.beta)
        return Losses(policy, value, {**metrics, "policy_loss": policy.detach()})

    def after_update(self, networks: Networks) -> None:
        """The target critic follows the critic."""
        networks.move_target_critic(self.tau)
