"""The sampler's distribution is exactly the stated one, and its random numbers are the published ones."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from oreo_worker.failures import BadData
from oreo_worker.random_stream import philox_4x32, uniforms
from oreo_worker.sampler import Sampler, choose


def _expected(logits: list[float], sampler: Sampler) -> list[float]:
    """The distribution by a plain slow reading of its definition."""
    scaled = [x / sampler.temperature for x in logits]
    weights = [float(np.exp(x - max(scaled))) for x in scaled]
    order = sorted(range(len(logits)), key=lambda i: (-scaled[i], i))
    if sampler.top_k:
        order = order[: sampler.top_k]
    mass = sum(weights[i] for i in order)
    kept, before = [], 0.0
    for i in order:
        if kept and before >= sampler.top_p:
            break
        kept.append(i)
        before += weights[i] / mass
    total = sum(weights[i] for i in kept)
    return [weights[i] / total if i in kept else 0.0 for i in range(len(logits))]


# Multiples of 1/8: distinct values differ by far more than a rounding, equal ones are ties.
logit_lists = st.lists(st.integers(-40, 40).map(lambda n: n / 8), min_size=2, max_size=9)


@settings(max_examples=150, deadline=None)
@given(
    logits=logit_lists,
    temperature=st.sampled_from([0.5, 1.0, 2.0]),
    top_p=st.sampled_from([0.111, 0.537, 0.913, 1.0]),
    top_k=st.integers(0, 10),
)
def test_tokens_have_the_stated_probabilities(
    logits: list[float], temperature: float, top_p: float, top_k: int
) -> None:
    """A grid of uniform numbers meets every token as often as its probability says, and log mu is its log."""
    sampler = Sampler(temperature, top_p, top_k)
    expected = np.array(_expected(logits, sampler))
    grid = 4000
    uniforms_R = (torch.arange(grid, dtype=torch.float64) + 0.5) / grid
    tokens, log_mu = choose(torch.tensor(logits).expand(grid, -1), uniforms_R, sampler)
    counts = np.bincount(tokens.numpy(), minlength=len(logits))
    assert np.abs(counts / grid - expected).max() <= 2 / grid
    assert np.allclose(log_mu.numpy(), np.log(expected[tokens.numpy()]), atol=1e-5)


def test_a_token_outside_the_truncation_is_never_drawn() -> None:
    uniforms_R = torch.tensor([0.0, 1 - 2**-53], dtype=torch.float64)
    logits = torch.tensor([[0.0, 3.0, 2.0, -1.0]]).expand(2, -1)
    tokens, _ = choose(logits, uniforms_R, Sampler(top_k=2))
    assert tokens.tolist() == [1, 2]
    tokens, log_mu = choose(logits, uniforms_R, Sampler(top_p=0.1))
    assert tokens.tolist() == [1, 1] and log_mu.tolist() == [0.0, 0.0]


def test_greedy_takes_the_lowest_of_equals_and_reports_the_policy_itself() -> None:
    tokens, log_mu = choose(torch.tensor([[1.0, 2.0, 2.0]]), torch.empty(0), Sampler(0.0, 0.5, 1))
    assert tokens.tolist() == [1]
    assert log_mu.item() == pytest.approx(2 - np.log(np.e + 2 * np.e**2), abs=1e-6)


@pytest.mark.parametrize(
    "fields", [{"temperature": -1.0}, {"temperature": float("nan")}, {"top_p": 1.5}, {"top_k": -1}]
)
def test_settings_out_of_range_are_refused(fields: dict[str, float]) -> None:
    with pytest.raises(BadData, match=next(iter(fields))):
        Sampler(**fields)  # type: ignore[arg-type]


def test_philox_gives_the_published_numbers() -> None:
    """Known answers of Random123 1.09 (kat_vectors, philox4x32 10 rounds)."""

    def words(*values: int) -> tuple[np.ndarray, ...]:
        return tuple(np.array([value], dtype=np.uint64) for value in values)

    def run(counter: tuple[int, ...], key: tuple[int, ...]) -> list[int]:
        return [int(w[0]) for w in philox_4x32(words(*counter), words(*key))]  # type: ignore[arg-type]

    ones = 0xFFFFFFFF
    assert run((0, 0, 0, 0), (0, 0)) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert run((ones,) * 4, (ones, ones)) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
    assert run((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)) == [
        0xD16CFE09,
        0x94FDCCEB,
        0x5001E420,
        0x24126EA1,
    ]


def test_a_draw_depends_on_seed_and_position_alone() -> None:
    seeds = np.array([[5], [2**64 - 1], [5]], dtype=np.uint64)
    grid = uniforms(seeds, np.arange(2000, dtype=np.uint64)[None, :])
    assert ((grid >= 0) & (grid < 1)).all()
    assert (grid[0] == grid[2]).all() and (grid[0] != grid[1]).all()
    alone = uniforms(np.array([5], dtype=np.uint64), np.array([77], dtype=np.uint64))
    assert alone[0] == grid[0, 77]
    assert abs(grid[0].mean() - 0.5) < 0.03 and abs(np.corrcoef(grid[0], grid[1])[0, 1]) < 0.08
