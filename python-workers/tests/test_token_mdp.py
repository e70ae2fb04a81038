"""A decision problem small enough to solve: the losses vanish at the solution, and training reaches it."""

from __future__ import annotations

import copy
import itertools
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from learning_fixtures import Table, sequence
from torch import nn

from oreo_worker.batch import TokenSequence
from oreo_worker.methods.oreo import Oreo
from oreo_worker.reference import ReferenceSource
from oreo_worker.reference_cache import ReferenceCache
from oreo_worker.specs import Level, ModelSource, OptimiserSpec, TrainingSpec
from oreo_worker.trainer import Trainer
from oreo_worker.training_models import TrainingModels
from oreo_worker.value_head import Critic

VOCABULARY, DEPTH, BETA = 3, 3, 0.4
RESPONSES = list(itertools.product(range(VOCABULARY), repeat=DEPTH))


def reward_of(response: tuple[int, ...]) -> float:
    """Any function would do; this one needs all tokens."""
    return float((response[0] + 2 * response[1] * response[2]) % 3 == 1)


@dataclass
class Solution:
    """V* and log pi* by backward induction over all prefixes (section 1 of the method)."""

    value: dict[tuple[int, ...], float]
    log_policy: dict[tuple[int, ...], np.ndarray]


def solve(reference: Table) -> Solution:
    value: dict[tuple[int, ...], float] = dict.fromkeys(RESPONSES, 0.0)
    log_policy: dict[tuple[int, ...], np.ndarray] = {}
    log_ref_VS = torch.log_softmax(reference.logits_VS.detach(), dim=0).double().numpy()
    for length in reversed(range(DEPTH)):
        for prefix in itertools.product(range(VOCABULARY), repeat=length):
            gains = []
            for token in range(VOCABULARY):
                after = (*prefix, token)
                gains.append((reward_of(after) if len(after) == DEPTH else 0.0) + value[after])
            score = log_ref_VS[:, reference.state_of(prefix)] + np.array(gains) / BETA
            value[prefix] = BETA * float(np.logaddexp.reduce(score))
            log_policy[prefix] = score - np.logaddexp.reduce(score)
    return Solution(value, log_policy)


def full_support() -> list[TokenSequence]:
    return [
        sequence(
            "".join(map(str, response)),
            [0, *response],
            [0, 1, 1, 1],
            [3, 4],
            {3: reward_of(response)},
        )
        for response in RESPONSES
    ]


def open_trainer(level: Level, batches: int, policy: Table, head: nn.Linear, output: Path) -> Trainer:
    spec = TrainingSpec(
        policy=ModelSource("table"),
        method=Oreo(level, beta=BETA, alpha=0.0, lambda_=1.0),
        policy_optimiser=OptimiserSpec(0.05, max_gradient_norm=0, schedule="linear"),
        critic_optimiser=OptimiserSpec(0.05, max_gradient_norm=0, schedule="linear"),
        total_batches=batches,
        output_directory=str(output),
    )
    reference = Table(VOCABULARY, DEPTH, seed=1)
    models = TrainingModels(
        policy,
        ReferenceSource(lambda: reference, ReferenceCache("", "table", "float32"), nullcontext),
        Critic(copy.deepcopy(reference), head),
    )
    return Trainer(spec, models)


def new_head() -> nn.Linear:
    head = nn.Linear(Table(VOCABULARY, DEPTH, seed=1).states, 1, bias=False)
    nn.init.zeros_(head.weight)
    return head


@pytest.mark.parametrize("level", list(Level))
def test_losses_vanish_at_the_solution_and_nowhere_near(level: Level, tmp_path: Path) -> None:
    policy, head = Table(VOCABULARY, DEPTH, seed=1), new_head()
    solution = solve(policy)
    with torch.no_grad():
        for prefix, log_pi in solution.log_policy.items():
            policy.logits_VS[:, policy.state_of(prefix)] = torch.from_numpy(log_pi).float()
            head.weight[0, policy.state_of(prefix)] = solution.value[prefix]
    at_solution = open_trainer(level, 1, policy, head, tmp_path).train_batch(0, full_support())
    assert at_solution["policy_loss"] < 1e-9
    assert at_solution["value_loss"] < 1e-9
    untrained = open_trainer(level, 1, Table(VOCABULARY, DEPTH, seed=1), new_head(), tmp_path)
    start = untrained.train_batch(0, full_support())
    assert start["policy_loss"] > 1e-2
    assert start["value_loss"] > 1e-2


@pytest.mark.parametrize("level", list(Level))
def test_training_on_full_support_reaches_the_solution(level: Level, tmp_path: Path) -> None:
    """Within 0.02 in probability and, where the level has a value, 0.02 in value."""
    policy, head = Table(VOCABULARY, DEPTH, seed=1), new_head()
    solution = solve(policy)
    batches = 1200
    trainer = open_trainer(level, batches, policy, head, tmp_path)
    data = full_support()
    for number in range(batches):
        trainer.train_batch(number, data)
    log_pi_VS = torch.log_softmax(policy.logits_VS.detach(), dim=0)
    for response in RESPONSES:
        learned = sum(
            float(log_pi_VS[token, policy.state_of(response[:t])]) for t, token in enumerate(response)
        )
        best = sum(float(solution.log_policy[response[:t]][token]) for t, token in enumerate(response))
        assert np.exp(learned) == pytest.approx(np.exp(best), abs=0.02)
    lengths = {Level.TOKEN: range(DEPTH), Level.STEP: (0, 2), Level.RESPONSE: (0,)}[level]
    for length in lengths:
        for prefix in itertools.product(range(VOCABULARY), repeat=length):
            value = float(head.weight[0, policy.state_of(prefix)].detach())
            assert value == pytest.approx(solution.value[prefix], abs=0.02)
