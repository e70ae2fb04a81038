"""Runs tasks and reward functions that live in Python packages.

A task is a function `(options: dict, split: str, count: int, seed: int) -> Iterable[Problem]`. A reward
function is `(problem: Problem, response: str, options: dict) -> Grade | float | bool`; it may carry an
attribute `version`. A task that raises fails the call; a reward function that raises spoils one grade, not
the others. Knows no protocol.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from oreo_worker.failures import BadData
from oreo_worker.plugins import entry_point, plugged_in, where


@dataclass(frozen=True)
class Problem:
    """A problem; mirrors TaskProblem in task_service.proto."""

    problem_id: str
    prompt: str
    reference_answer: str
    solution: str = ""
    group: str = ""
    metadata_json: str = ""


@dataclass(frozen=True)
class Grade:
    """A grade: reward 1 is correct, 0 is incorrect. `error` says what a reward function raised."""

    reward: float
    answer: str = ""
    no_answer: bool = False
    error: str = ""


@dataclass(frozen=True)
class ProblemOrder:
    """Which problems; mirrors ListProblemsRequest."""

    entry_point: str
    options_json: str
    split: str
    count: int
    seed: int


def list_problems(order: ProblemOrder) -> Iterator[Problem]:
    """At most `count` problems with different identities."""
    if order.count < 1:
        raise BadData(f"count is {order.count}; ask for at least one problem.")
    options = parsed_options(order.options_json)
    task = entry_point(order.entry_point, "task.entry_point")
    seen: set[str] = set()
    with plugged_in(order.entry_point, "task.entry_point"):
        found: Iterable[Any] = task(options, order.split, order.count, order.seed)
        for problem in islice(found, order.count):
            _check(problem, order.entry_point, seen)
            seen.add(problem.problem_id)
            yield problem


def grade_responses(name: str, options_json: str, items: Iterable[tuple[Problem, str]]) -> list[Grade]:
    """One grade a response, in order."""
    options = parsed_options(options_json)
    reward = entry_point(name, "reward.entry_point")
    return [_grade(reward, problem, response, options) for problem, response in items]


def grader_name(name: str) -> str:
    """Name and version of a reward function."""
    version = getattr(entry_point(name, "reward.entry_point"), "version", None)
    return f"{name}@{version}" if version else name


def parsed_options(options_json: str) -> dict[str, Any]:
    """Options as a dictionary; empty text is none."""
    try:
        options = json.loads(options_json or "{}")
    except ValueError as error:
        raise BadData(f"options_json is no JSON: {error}.") from error
    if not isinstance(options, dict):
        raise BadData('options_json is no JSON object; write {"name": value}.')
    return options


def _check(problem: Any, name: str, seen: set[str]) -> None:
    if not isinstance(problem, Problem):
        raise BadData(
            f"Task '{name}' yielded {type(problem).__name__}, not an oreo_worker.tasks.Problem.", [name]
        )
    if not problem.problem_id or not problem.prompt:
        raise BadData(f"Task '{name}' yielded a problem without identity or prompt.", [name])
    if problem.problem_id in seen:
        raise BadData(f"Task '{name}' yielded two problems '{problem.problem_id}'.", [name])


def _grade(reward: Any, problem: Problem, response: str, options: dict[str, Any]) -> Grade:
    try:
        found = reward(problem, response, options)
    except Exception as error:
        return Grade(reward=0.0, error=where(error))
    grade = found if isinstance(found, Grade) else None
    if grade is None and isinstance(found, bool | int | float):
        grade = Grade(reward=float(found))
    if grade is None:
        return Grade(
            reward=0.0, error=f"the reward function returned {type(found).__name__}, not a number or a Grade"
        )
    if not math.isfinite(grade.reward):
        return Grade(
            reward=0.0, answer=grade.answer, error=f"the reward is {grade.reward}, not a finite number"
        )
    return grade
