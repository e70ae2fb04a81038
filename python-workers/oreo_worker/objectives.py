"""What each objective needs of a forward pass and which losses it makes of it.

An objective turns the measurements of one micro-batch into a policy loss and a value loss. It is a list of
equations from `losses`; it knows no models, optimisers or files. All losses and metrics are this
micro-batch's parts of batch means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import Tensor

from oreo_worker import losses
from oreo_worker.batch import ActionLayout, MicroBatch
from oreo_worker.losses import Consistency
from oreo_worker.specs import (
    DpoObjective,
    DqoObjective,
    KtoObjective,
    Level,
    ObjectiveSpec,
    OreoObjective,
    PclObjective,
    SftObjective,
)


@dataclass(frozen=True)
class Needs:
    """What must be measured for an objective."""

    reference: bool = False
    exact_kl: bool = False
    critic: bool = False
    slow_critic: bool = False
    pairs: bool = False
    mismatched: bool = False
    steps: bool = False


@dataclass(frozen=True, eq=False)
class Measured:
    """What the networks say about one micro-batch; None where an objective does not need it.

    While only the critic is trained, log_prob_N carries no gradient.
    """

    micro: MicroBatch
    log_prob_N: Tensor
    reference_N: Tensor | None = None
    kl_N: Tensor | None = None
    entropy_N: Tensor | None = None
    value_N: Tensor | None = None
    slow_value_N: Tensor | None = None
    reference_point: Tensor | None = None

    @property
    def log_ratio_N(self) -> Tensor:
        """rho of every action token."""
        return self.log_prob_N - _given(self.reference_N, "reference log-probabilities")


@dataclass(frozen=True, eq=False)
class Losses:
    """Losses of the two networks, and numbers to report."""

    policy: Tensor | None = None
    value: Tensor | None = None
    metrics: dict[str, Tensor] = field(default_factory=dict)


class Objective(Protocol):
    """One way to learn from trajectories."""

    @property
    def needs(self) -> Needs:
        """What must be measured."""
        ...

    def losses(self, measured: Measured) -> Losses:
        """This micro-batch's part of the losses."""
        ...


def objective_of(spec: ObjectiveSpec) -> Objective:
    """The objective that a spec names."""
    match spec:
        case SftObjective():
            return Sft()
        case OreoObjective() | PclObjective():
            return SoftBellman(spec)
        case DpoObjective():
            return Dpo(spec)
        case KtoObjective():
            return Kto(spec)
        case DqoObjective():
            return Dqo(spec)


class Sft:
    """Cross entropy on action tokens."""

    needs = Needs()

    def losses(self, measured: Measured) -> Losses:
        """See Objective."""
        loss = losses.cross_entropy_loss(measured.log_prob_N, measured.micro.actions(Level.TOKEN))
        return Losses(policy=loss, metrics={"policy_loss": loss.detach()})


class SoftBellman:
    """OREO and PCL: value loss, policy loss and exact KL at the token, step or response level.

    At the response level the policy loss sees the whole response as one action; the value loss keeps every
    state.
    """

    def __init__(self, spec: OreoObjective | PclObjective) -> None:
        self._spec = spec
        self._policy_loss = (
            losses.policy_loss if isinstance(spec, OreoObjective) else losses.path_consistency_loss
        )
        self.needs = Needs(
            reference=True, exact_kl=spec.alpha > 0, critic=True, steps=spec.level is Level.STEP
        )

    def losses(self, measured: Measured) -> Losses:
        """See Objective."""
        spec, micro = self._spec, measured.micro
        tokens = micro.actions(Level.TOKEN)
        actions = tokens if spec.level is Level.TOKEN else micro.actions(spec.level)
        value_N = _given(measured.value_N, "values")
        log_ratio_N = measured.log_ratio_N
        states = tokens if spec.level is Level.RESPONSE else actions
        critic_sees = _consistency(value_N, log_ratio_N.detach(), micro, states)
        value = losses.value_loss(critic_sees, states, spec.beta, spec.lambda_)
        metrics = {"value_loss": value.detach(), **_sequence_metrics(value_N, log_ratio_N, micro)}
        if not measured.log_prob_N.requires_grad:
            return Losses(value=value, metrics=metrics)
        policy_sees = _consistency(value_N.detach(), log_ratio_N, micro, actions)
        bellman = self._policy_loss(policy_sees, actions, spec.beta)
        metrics["policy_loss"] = bellman.detach()
        policy = bellman
        if measured.kl_N is not None:
            kl = losses.batch_mean(measured.kl_N, tokens)
            policy = bellman + spec.alpha * kl
            metrics["kl"] = kl.detach()
        if measured.entropy_N is not None:
            metrics["entropy"] = losses.batch_mean(measured.entropy_N, tokens)
        return Losses(policy, value, metrics)


class Dqo:
    """DQO: the policy as a Q-function, against a slowly moving value."""

    needs = Needs(reference=True, critic=True, slow_critic=True)

    def __init__(self, spec: DqoObjective) -> None:
        self._spec = spec

    def losses(self, measured: Measured) -> Losses:
        """See Objective."""
        spec, micro = self._spec, measured.micro
        tokens = micro.actions(Level.TOKEN)
        value_N, slow_N = _given(measured.value_N, "values"), _given(measured.slow_value_N, "slow values")
        weight_N = losses.importance_weight(measured.log_prob_N, micro.behaviour_N, spec.importance_clip)
        log_ratio_N = measured.log_ratio_N
        critic_sees = Consistency(value_N, log_ratio_N.detach(), micro.reward_N)
        options = losses.DqoOptions(spec.beta, spec.lambda_)
        value = losses.dqo_value_loss(critic_sees, slow_N, weight_N, tokens, options)
        metrics = {"value_loss": value.detach(), **_sequence_metrics(value_N, log_ratio_N, micro)}
        metrics["importance_weight"] = losses.batch_mean(weight_N, tokens)
        if not measured.log_prob_N.requires_grad:
            return Losses(value=value, metrics=metrics)
        policy_sees = Consistency(value_N.detach(), log_ratio_N, micro.reward_N)
        policy = losses.dqo_policy_loss(policy_sees, slow_N, weight_N, tokens, spec.beta)
        return Losses(policy, value, {**metrics, "policy_loss": policy.detach()})


class Dpo:
    """DPO on the pairs of a batch."""

    needs = Needs(reference=True, pairs=True)

    def __init__(self, spec: DpoObjective) -> None:
        self._spec = spec

    def losses(self, measured: Measured) -> Losses:
        """See Objective."""
        micro = measured.micro
        ratio_S = losses.over_actions(measured.log_ratio_N, micro.actions(Level.RESPONSE))
        chosen_P = torch.tensor([pair.chosen for pair in micro.pair_SS], device=micro.device)
        rejected_P = torch.tensor([pair.rejected for pair in micro.pair_SS], device=micro.device)
        policy = losses.dpo_loss(ratio_S, chosen_P, rejected_P, self._spec.beta).sum() / micro.batch_pairs
        margin_P = (ratio_S[chosen_P] - ratio_S[rejected_P]).detach()
        metrics = {
            "policy_loss": policy.detach(),
            "pair_accuracy": (margin_P > 0).float().sum() / micro.batch_pairs,
            "reward_margin": self._spec.beta * margin_P.sum() / micro.batch_pairs,
        }
        return Losses(policy=policy, metrics=metrics)


class Kto:
    """KTO: a sequence with a return above zero is desirable, any other is not."""

    needs = Needs(reference=True, mismatched=True)

    def __init__(self, spec: KtoObjective) -> None:
        self._options = losses.KtoOptions(spec.beta, spec.desirable_weight, spec.undesirable_weight)

    def losses(self, measured: Measured) -> Losses:
        """See Objective."""
        micro = measured.micro
        responses = micro.actions(Level.RESPONSE)
        ratio_S = losses.over_actions(measured.log_ratio_N, responses)
        desirable_S = losses.over_actions(micro.reward_N, responses) > 0
        point = _given(measured.reference_point, "reference point")
        policy = losses.kto_loss(ratio_S, desirable_S, point, self._options).sum() / micro.batch_sequences
        metrics = {
            "policy_loss": policy.detach(),
            "desirable": desirable_S.float().sum() / micro.batch_sequences,
            "log_ratio": ratio_S.detach().sum() / micro.batch_sequences,
        }
        return Losses(policy=policy, metrics=metrics)


def _consistency(
    value_N: Tensor, log_ratio_N: Tensor, micro: MicroBatch, layout: ActionLayout
) -> Consistency:
    return Consistency(
        losses.at_first_token(value_N, layout),
        losses.over_actions(log_ratio_N, layout),
        losses.over_actions(micro.reward_N, layout),
    )


def _sequence_metrics(value_N: Tensor, log_ratio_N: Tensor, micro: MicroBatch) -> dict[str, Tensor]:
    """Batch means of a response's log-ratio and return, and of the value where it begins."""
    responses = micro.actions(Level.RESPONSE)
    return {
        "log_ratio": losses.batch_mean(losses.over_actions(log_ratio_N.detach(), responses), responses),
        "return": losses.batch_mean(losses.over_actions(micro.reward_N, responses), responses),
        "first_value": losses.batch_mean(value_N.detach()[responses.first_K], responses),
    }


def _given(x: Tensor | None, what: str) -> Tensor:
    if x is None:
        raise ValueError(f"{what} were not measured")
    return x
