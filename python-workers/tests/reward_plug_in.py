"""A task and its reward function, as a user would write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oreo_worker.tasks import Grade, Problem


def sums(options: dict[str, Any], split: str, count: int, seed: int) -> Iterator[Problem]:
    """Sums of two numbers below options["limit"]."""
    for n in range(count):
        a, b = (seed + n) % options["limit"], (seed + 3 * n) % options["limit"]
        yield Problem(f"{split}-{seed}-{n}", f"{a}+{b}=", str(a + b), group=split)


def reward(problem: Problem, response: str, options: dict[str, Any]) -> Grade:
    """Correct if the last word is the answer; a response that says boom raises."""
    if response == "boom":
        raise RuntimeError("no such response")
    words = response.split()
    if not words:
        return Grade(0.0, no_answer=True)
    return Grade(float(words[-1] == problem.reference_answer), answer=words[-1])


def plain(problem: Problem, response: str, options: dict[str, Any]) -> float:
    """A number alone, not finite when the response says so."""
    return float(response)


reward.version = "2"  # type: ignore[attr-defined]
