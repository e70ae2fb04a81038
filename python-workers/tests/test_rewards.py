"""What reward functions of users return and raise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from oreo_worker import tasks
from oreo_worker.failures import PluginFailure
from oreo_worker.tasks import Grade, Problem, ProblemOrder, grade_responses, list_problems

PROBLEM = Problem("p", "1+1=", "2")


def _returns(value: Any, monkeypatch: pytest.MonkeyPatch) -> list[Grade]:
    monkeypatch.setattr(tasks, "entry_point", lambda *_: lambda *_: value)
    return grade_responses("mine:reward", "", [(PROBLEM, "2")])


@pytest.mark.parametrize(
    "value",
    [
        *(1, True, 1.0, np.float32(1), np.int64(1), np.bool_(True), np.array([1.0]), torch.tensor(1.0)),
        *(torch.tensor([1]), Decimal(1), Fraction(1), Grade(1.0), Grade(np.float32(1), answer="2")),
    ],
)
def test_what_libraries_call_a_number_is_one(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (grade,) = _returns(value, monkeypatch)
    assert grade.error == "" and grade.reward == 1.0 and type(grade.reward) is float


@pytest.mark.parametrize("value", [None, "1", [1.0], {"score": 1}, 1j, np.array([1.0, 2.0])])
def test_what_is_no_number_is_no_reward(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (grade,) = _returns(value, monkeypatch)
    assert grade.reward == 0.0 and "not a number" in grade.error


def _fails_on(spoiled: set[int], count: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Any]:
    """How many responses of `count` were asked about, and the grades or the failure."""
    asked: list[int] = []

    def reward(problem: Problem, response: str, options: dict[str, Any]) -> float:
        asked.append(int(response))
        if int(response) in spoiled:
            return float(problem.answer == response)  # type: ignore[attr-defined]
        return 1.0

    monkeypatch.setattr(tasks, "entry_point", lambda *_: reward)
    try:
        grades = grade_responses("mine:reward", "", [(PROBLEM, str(n)) for n in range(count)])
        return len(asked), grades
    except PluginFailure as failure:
        return len(asked), failure


@pytest.mark.parametrize(("count", "asked"), [(2, 2), (4, 4), (500, tasks.FEW)])
def test_a_function_that_raises_on_everything_stops_after_few(
    count: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, failure = _fails_on(set(range(count)), count, monkeypatch)
    assert found == asked and isinstance(failure, PluginFailure)
    for words in ("mine:reward", "Traceback", "float(problem.answer == response)", "no attribute 'answer'"):
        assert words in failure.message
    assert "oreo_worker/tasks.py" not in failure.message


def test_a_function_that_fails_on_most_stops_later(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, failure = _fails_on({n for n in range(100) if n > 10}, 100, monkeypatch)
    assert isinstance(failure, PluginFailure) and asked == 23


def test_a_function_that_fails_on_some_spoils_their_grades(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, grades = _fails_on({3, 7}, 40, monkeypatch)
    assert asked == 40 and [n for n, grade in enumerate(grades) if grade.error] == [3, 7]


def test_no_problems_are_asked_for_and_none_are_given() -> None:
    assert list(list_problems(ProblemOrder("no_such:task", "", "train", 0, 1))) == []
