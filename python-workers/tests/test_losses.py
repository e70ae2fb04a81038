"""The losses against numbers worked out by hand, and against plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from oreo_worker import losses
from oreo_worker.batch import ActionLayout, action_layout
from oreo_worker.losses import Consistency

BETA = 0.5
# One response of three tokens and one of one token:
#   rewards to go  R = 1 1 1 | 0        log-ratios to go = .2 .1 .3 | .4
#   targets        R - beta * that = .9 .95 .85 | -.2
#   residuals      V - target = -.4 -.35 -.15 | .4
VALUE = [0.5, 0.6, 0.7, 0.2]
RATIO = [0.1, -0.2, 0.3, 0.4]
REWARD = [0.0, 0.0, 1.0, 0.0]
SEQUENCE = [0, 0, 0, 1]


def layout_of(sequences: list[int], segments: list[int] | None = None) -> ActionLayout:
    segment_N = np.arange(len(sequences)) if segments is None else np.array(segments)
    return action_layout(segment_N, np.array(sequences), batch_sequences=len(set(sequences)))


def tensors(gradient_into: str) -> Consistency:
    at = Consistency(*(torch.tensor(x) for x in (VALUE, RATIO, REWARD)))
    {"value": at.value_K, "policy": at.log_ratio_K}[gradient_into].requires_grad_()
    return at


def test_value_loss_of_tokens() -> None:
    at = tensors("value")
    loss = losses.value_loss(at, layout_of(SEQUENCE), BETA, 1.0)
    assert loss.item() == pytest.approx(((0.16 + 0.1225 + 0.0225) / 3 + 0.16) / 2, abs=1e-6)
    loss.backward()
    assert at.value_K.grad is not None
    np.testing.assert_allclose(at.value_K.grad, [-0.4 / 3, -0.35 / 3, -0.15 / 3, 0.4], atol=1e-6)


def test_value_loss_with_lambda() -> None:
    # G_2 = 1 - .15;  G_1 = .1 + .5 * .7 + .5 * G_2;  G_0 = -.05 + .5 * .6 + .5 * G_1
    loss = losses.value_loss(tensors("value"), layout_of(SEQUENCE), BETA, 0.5)
    first = ((0.5 - 0.6875) ** 2 + (0.6 - 0.875) ** 2 + 0.15**2) / 3
    assert loss.item() == pytest.approx((first + 0.16) / 2, abs=1e-6)


def test_policy_loss_moves_each_ratio_by_its_own_residual() -> None:
    at = tensors("policy")
    loss = losses.policy_loss(at, layout_of(SEQUENCE), BETA)
    assert loss.item() == pytest.approx(((0.16 + 0.1225 + 0.0225) / 3 + 0.16) / 2, abs=1e-6)
    loss.backward()
    assert at.log_ratio_K.grad is not None
    np.testing.assert_allclose(at.log_ratio_K.grad, [-0.2 / 3, -0.175 / 3, -0.075 / 3, 0.2], atol=1e-6)


def test_path_consistency_moves_each_ratio_by_all_residuals_before_it() -> None:
    at = tensors("policy")
    losses.path_consistency_loss(at, layout_of(SEQUENCE), BETA).backward()
    assert at.log_ratio_K.grad is not None
    np.testing.assert_allclose(at.log_ratio_K.grad, [-0.2 / 3, -0.375 / 3, -0.45 / 3, 0.2], atol=1e-6)


def test_steps_and_responses_are_sums_of_their_tokens() -> None:
    for segments, expected in (
        ([0, 0, 1, 2], ((0.16 + 0.0225) / 2 + 0.16) / 2),
        ([0, 0, 0, 1], (0.16 + 0.16) / 2),
    ):
        tokens = layout_of(SEQUENCE, segments)
        at = Consistency(
            losses.at_first_token(torch.tensor(VALUE), tokens),
            losses.over_actions(torch.tensor(RATIO), tokens),
            losses.over_actions(torch.tensor(REWARD), tokens),
        )
        assert losses.value_loss(at, tokens, BETA, 1.0).item() == pytest.approx(expected, abs=1e-6)
        assert losses.policy_loss(at, tokens, BETA).item() == pytest.approx(expected, abs=1e-6)


def test_dqo_by_hand() -> None:
    # target V = .4 .5 .6 | .1, weights 1 .5 2 | 1; advantage = r + target V' - V = 0 0 .3 | -.2
    target, weight = torch.tensor([0.4, 0.5, 0.6, 0.1]), torch.tensor([1.0, 0.5, 2.0, 1.0])
    layout = layout_of(SEQUENCE)
    policy = losses.dqo_policy_loss(tensors("policy"), target, weight, layout, BETA)
    first = (0.05**2 + 0.5 * 0.1**2 + 2 * (0.15 - 0.3) ** 2) / 3
    assert policy.item() == pytest.approx((first + 0.4**2) / 2, abs=1e-6)
    value = losses.dqo_value_loss(
        tensors("value"), target, weight, layout, losses.DqoOptions(BETA, lambda_=0.0)
    )
    # One-step targets from the target critic: -.05 + .5, .1 + .6, .85 | -.2
    first = ((0.5 - 0.45) ** 2 + 0.5 * (0.6 - 0.7) ** 2 + 2 * 0.15**2) / 3
    assert value.item() == pytest.approx((first + 0.4**2) / 2, abs=1e-6)


def test_importance_weights_are_clipped_and_one_without_behaviour() -> None:
    log_prob = torch.tensor([-1.0, -2.0])
    weight = losses.importance_weight(log_prob, torch.tensor([-1.5, -5.0]), clip=2.0)
    np.testing.assert_allclose(weight, [math.exp(0.5), 2.0], rtol=1e-6)
    assert losses.importance_weight(log_prob, None, clip=2.0).tolist() == [1.0, 1.0]


def test_dpo_and_kto_are_the_published_formulas() -> None:
    """The sigmoid loss of DPO and the losses of KTO as TRL states them, on fixed log-probabilities."""
    policy, reference = torch.tensor([-4.0, -6.0, -5.0]), torch.tensor([-5.0, -5.5, -5.2])
    chosen, rejected = torch.tensor([0, 2]), torch.tensor([1, 1])
    pairs = losses.dpo_loss(policy - reference, chosen, rejected, beta=0.1)
    pi_logratios = policy[chosen] - policy[rejected]
    ref_logratios = reference[chosen] - reference[rejected]
    expected = -torch.nn.functional.logsigmoid(0.1 * (pi_logratios - ref_logratios))
    torch.testing.assert_close(pairs, expected)
    assert pairs[0].item() == pytest.approx(math.log(1 + math.exp(-0.15)), abs=1e-6)

    point = losses.kto_reference_point(torch.tensor([0.5, -0.1]))
    assert point.item() == pytest.approx(0.2)
    assert losses.kto_reference_point(torch.tensor([-0.5, 0.1])).item() == 0
    found = losses.kto_loss(
        torch.tensor([1.0, 0.5]), torch.tensor([True, False]), point, losses.KtoOptions(0.1, 1.0, 2.0)
    )
    by_hand = [1 - 1 / (1 + math.exp(-0.08)), 2 * (1 - 1 / (1 + math.exp(0.03)))]
    np.testing.assert_allclose(found, by_hand, atol=1e-6)


def test_a_gradient_where_none_may_flow_is_refused() -> None:
    layout = layout_of(SEQUENCE)
    with pytest.raises(ValueError, match="detach"):
        losses.value_loss(tensors("policy"), layout, BETA, 1.0)
    with pytest.raises(ValueError, match="detach"):
        losses.policy_loss(tensors("value"), layout, BETA)


@st.composite
def _responses(draw: st.DrawFn) -> list[list[tuple[float, float, float]]]:
    number = st.floats(-2, 2, width=32)
    return draw(
        st.lists(st.lists(st.tuples(number, number, number), min_size=1, max_size=9), min_size=1, max_size=5)
    )


@settings(max_examples=60, deadline=None)
@given(_responses(), st.sampled_from([1.0, 0.9, 0.3, 0.0]))
def test_losses_equal_plain_loops(responses: list[list[tuple[float, float, float]]], lambda_: float) -> None:
    flat = [token for response in responses for token in response]
    sequences = [s for s, response in enumerate(responses) for _ in response]
    layout = layout_of(sequences)
    value, ratio, reward = (torch.tensor(column) for column in zip(*flat, strict=True))
    at = Consistency(value, ratio, reward)
    plain_value = np.mean([_plain_value(response, lambda_) for response in responses])
    plain_policy = np.mean([_plain_policy(response) for response in responses])
    assert losses.value_loss(at, layout, BETA, lambda_).item() == pytest.approx(
        plain_value, rel=1e-4, abs=1e-5
    )
    assert losses.policy_loss(at, layout, BETA).item() == pytest.approx(plain_policy, rel=1e-4, abs=1e-5)


def _plain_value(response: list[tuple[float, float, float]], lambda_: float) -> float:
    target = following = 0.0
    errors = []
    for value, ratio, reward in reversed(response):
        target = reward - BETA * ratio + (1 - lambda_) * following + lambda_ * target
        errors.append((value - target) ** 2)
        following = value
    return float(np.mean(errors))


def _plain_policy(response: list[tuple[float, float, float]]) -> float:
    errors = []
    for t in range(len(response)):
        to_go = sum(reward - BETA * ratio for _, ratio, reward in response[t:])
        errors.append((response[t][0] - to_go) ** 2)
    return float(np.mean(errors))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.sampled_from([1.0, 0.7]))
def test_suffix_sums_do_not_depend_on_neighbours(lengths: list[int], discount: float) -> None:
    generator = torch.Generator().manual_seed(sum(lengths))
    parts = [torch.randn(n, generator=generator) for n in lengths]
    segment = torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(lengths))
    together: Tensor = losses.suffix_sum(torch.cat(parts), segment, max(lengths), discount)
    alone = [losses.suffix_sum(p, torch.zeros(len(p), dtype=torch.long), len(p), discount) for p in parts]
    assert torch.equal(together, torch.cat(alone))
