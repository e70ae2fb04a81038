"""What is minimised, as pure functions. Each body is its equation.

The equations speak of one sequence; `ActionLayout` says which entries belong together, so that the token, the
step and the response level, padding, packing and observation tokens all call the same functions (OREO: arXiv
2412.16145).

    V_t     value of the state in which action t is chosen, V(s_t); zero after the last action
    r_t     reward paid when action t is taken;  R_t = sum_{i >= t} r_i
    rho_t   log pi(a_t|s_t) - log pi_ref(a_t|s_t), summed over the tokens of the action
    sg      no gradient: such inputs must not require one, and every function checks that first

Means are over the actions of a sequence, then over the sequences of the batch. A micro-batch adds its part of
the batch's mean, so the parts sum to the mean however the batch is cut.

Shape letters: N = action tokens, K = actions, S = sequences, P = pairs. This module knows no models.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from oreo_worker.batch import ActionLayout


@dataclass(frozen=True, eq=False)
class Consistency:
    """The ingredients of the soft Bellman equation at K actions: values, log-ratios and rewards."""

    value_K: Tensor
    log_ratio_K: Tensor
    reward_K: Tensor


def value_loss(at: Consistency, layout: ActionLayout, beta: float, lambda_: float) -> Tensor:
    """Squared distance of the critic from its lambda-return of the KL-regularised reward.

    Gradient into V only.

        L_V = mean_t ( V_t - sg G_t )^2
        G_t = r_t - beta rho_t + (1 - lambda) V_{t+1} + lambda G_{t+1},   after the last action both are zero

    lambda = 1 gives G_t = R_t - beta sum_{i >= t} rho_i: the value loss of arXiv 2412.16145.
    """
    _check(at, layout, constants=(at.log_ratio_K, at.reward_K))
    target_K = lambda_return(at, at.value_K.detach(), layout, beta, lambda_)
    return batch_mean((at.value_K - target_K).square(), layout)


def policy_loss(at: Consistency, layout: ActionLayout, beta: float) -> Tensor:
    """The same residual as seen by the policy, action by action. Gradient into pi only.

        L_pi = mean_t ( sg V_t - R_t + beta rho_t + sg[ beta sum_{i > t} rho_i ] )^2

    The policy loss of arXiv 2412.16145 without its KL term, which is alpha times `batch_mean` of the exact
    KL.
    """
    _check(at, layout, constants=(at.value_K, at.reward_K))
    tail_K = at.log_ratio_K.detach()
    later_K = suffix_sum(tail_K, layout.sequence_K, layout.longest_sequence) - tail_K
    return_K = suffix_sum(at.reward_K, layout.sequence_K, layout.longest_sequence)
    return batch_mean((at.value_K - return_K + beta * (at.log_ratio_K + later_K)).square(), layout)


def path_consistency_loss(at: Consistency, layout: ActionLayout, beta: float) -> Tensor:
    """The policy loss with the gradient through all ratios of the path (PCL, arXiv 1702.08892).

    Gradient into pi only.

    L = mean_t ( sg V_t - R_t + beta sum_{i >= t} rho_i )^2
    """
    _check(at, layout, constants=(at.value_K, at.reward_K))
    path_K = suffix_sum(beta * at.log_ratio_K - at.reward_K, layout.sequence_K, layout.longest_sequence)
    return batch_mean((at.value_K + path_K).square(), layout)


@dataclass(frozen=True)
class DqoOptions:
    """Numbers of DQO's equations."""

    beta: float
    lambda_: float


def dqo_value_loss(
    at: Consistency, target_value_K: Tensor, weight_K: Tensor, layout: ActionLayout, options: DqoOptions
) -> Tensor:
    """DQO's value loss (arXiv 2410.09302): towards lambda-returns that bootstrap from the target critic.

    Gradient into V only.

        L_V = mean_t w_t ( V_t - sg G_t )^2,   G as in `value_loss` with the target critic in place of V

    w_t = min(clip, pi(a_t|s_t) / mu(a_t|s_t)) corrects for data of another policy mu.
    """
    _check(at, layout, constants=(at.log_ratio_K, at.reward_K, target_value_K, weight_K))
    target_K = lambda_return(at, target_value_K, layout, options.beta, options.lambda_)
    return batch_mean(weight_K * (at.value_K - target_K).square(), layout)


def dqo_policy_loss(
    at: Consistency, target_value_K: Tensor, weight_K: Tensor, layout: ActionLayout, beta: float
) -> Tensor:
    """DQO's policy loss: Q(s,a) = V(s) + beta rho is drawn to its one-step target. Gradient into pi only.

    L = mean_t w_t ( beta rho_t - sg[ r_t + target V_{t+1} - V_t ] )^2
    """
    _check(at, layout, constants=(at.value_K, at.reward_K, target_value_K, weight_K))
    advantage_K = at.reward_K + next_in_sequence(target_value_K, layout.sequence_K) - at.value_K
    return batch_mean(weight_K * (beta * at.log_ratio_K - advantage_K).square(), layout)


def importance_weight(log_prob_N: Tensor, behaviour_N: Tensor | None, clip: float) -> Tensor:
    """min(clip, pi/mu) of every token, without gradient; 1 where mu is unknown."""
    if behaviour_N is None:
        return torch.ones_like(log_prob_N, requires_grad=False)
    return (log_prob_N.detach() - behaviour_N).exp().clamp(max=clip)


def cross_entropy_loss(log_prob_N: Tensor, layout: ActionLayout) -> Tensor:
    """SFT: mean of -log pi(a_t|s_t) over action tokens."""
    _check_length(log_prob_N, layout.segment_N)
    return batch_mean(-log_prob_N, layout)


def dpo_loss(log_ratio_S: Tensor, chosen_P: Tensor, rejected_P: Tensor, beta: float) -> Tensor:
    """DPO (arXiv 2305.18290, equation 7), one entry a pair, not yet averaged.

    log_ratio_S sums rho over a response.

    L = -log sigmoid( beta ( rho(chosen) - rho(rejected) ) )
    """
    if chosen_P.shape != rejected_P.shape:
        raise ValueError(f"{tuple(chosen_P.shape)} chosen and {tuple(rejected_P.shape)} rejected")
    return -F.logsigmoid(beta * (log_ratio_S[chosen_P] - log_ratio_S[rejected_P]))


@dataclass(frozen=True)
class KtoOptions:
    """Numbers of KTO's equation."""

    beta: float
    desirable_weight: float
    undesirable_weight: float


def kto_loss(
    log_ratio_S: Tensor, desirable_S: Tensor, reference_point: Tensor, options: KtoOptions
) -> Tensor:
    """KTO (arXiv 2402.01306), one entry a sequence, not yet averaged. log_ratio_S sums rho over a response.

        desirable:    w_D ( 1 - sigmoid( beta (rho - z) ) )
        undesirable:  w_U ( 1 - sigmoid( beta (z - rho) ) )

    z is the reference point, see `kto_reference_point`; it carries no gradient.
    """
    if reference_point.requires_grad or log_ratio_S.shape != desirable_S.shape:
        raise ValueError("the reference point carries a gradient, or ratios and classes differ in shape")
    sign_S = torch.where(desirable_S, 1.0, -1.0)
    weight_S = torch.where(desirable_S, options.desirable_weight, options.undesirable_weight)
    return weight_S * (1 - torch.sigmoid(options.beta * sign_S * (log_ratio_S - reference_point)))


def kto_reference_point(mismatched_log_ratio_S: Tensor) -> Tensor:
    """z = max(0, mean of rho over prompts joined with responses to other prompts): an estimate of the KL."""
    return mismatched_log_ratio_S.detach().mean().clamp(min=0)


def batch_mean(x_K: Tensor, layout: ActionLayout) -> Tensor:
    """This micro-batch's part of the mean over sequences of means over actions."""
    _check_length(x_K, layout.weight_K)
    return (x_K * layout.weight_K).sum()


def over_actions(x_N: Tensor, layout: ActionLayout) -> Tensor:
    """Sums a quantity of N tokens over the tokens of each of K actions."""
    _check_length(x_N, layout.segment_N)
    if layout.longest_segment == 1:
        return x_N
    return suffix_sum(x_N, layout.segment_N, layout.longest_segment)[layout.first_K]


def at_first_token(x_N: Tensor, layout: ActionLayout) -> Tensor:
    """Reads a quantity where each of K actions begins: V of a step is read at its first state."""
    _check_length(x_N, layout.segment_N)
    return x_N if layout.longest_segment == 1 else x_N[layout.first_K]


def lambda_return(
    at: Consistency, bootstrap_K: Tensor, layout: ActionLayout, beta: float, lambda_: float
) -> Tensor:
    """G_t of `value_loss`, bootstrapping from the given values. It is a suffix sum discounted by lambda."""
    step_K = at.reward_K - beta * at.log_ratio_K
    if lambda_ < 1:
        step_K = step_K + (1 - lambda_) * next_in_sequence(bootstrap_K, layout.sequence_K)
    return suffix_sum(step_K, layout.sequence_K, layout.longest_sequence, lambda_)


def next_in_sequence(x_K: Tensor, sequence_K: Tensor) -> Tensor:
    """x_{t+1} within the sequence, zero after its last entry."""
    following_K = torch.zeros_like(x_K)
    following_K[:-1] = torch.where(sequence_K[1:] == sequence_K[:-1], x_K[1:], 0.0)
    return following_K


def suffix_sum(x_K: Tensor, segment_K: Tensor, longest: int, discount: float = 1.0) -> Tensor:
    """y_t = sum_{i >= t} discount^(i - t) x_i within each segment, differentiable.

    Doubling: after j rounds y_t holds the 2^j entries from t on, so log2(longest) rounds suffice. The order
    of additions depends on the distance to the segment's end only, never on its neighbours: a sequence gets
    the same sum, bit for bit, in whatever micro-batch it stands.
    """
    shift, factor = 1, discount
    while shift < longest:
        same = segment_K[shift:] == segment_K[:-shift]
        arriving = torch.where(same, factor * x_K[shift:], 0.0)
        x_K = x_K + F.pad(arriving, (0, shift))
        shift, factor = 2 * shift, factor * factor
    return x_K


def _check(at: Consistency, layout: ActionLayout, constants: tuple[Tensor, ...]) -> None:
    for x_K in (at.value_K, at.log_ratio_K, at.reward_K, *constants):
        _check_length(x_K, layout.sequence_K)
    if any(x.requires_grad for x in constants):
        raise ValueError("an input that must be a constant of this loss carries a gradient; detach it")


def _check_length(x: Tensor, like: Tensor) -> None:
    if x.shape != like.shape or not x.is_floating_point():
        raise ValueError(f"expected floats of shape {tuple(like.shape)}, got {x.dtype} {tuple(x.shape)}")
