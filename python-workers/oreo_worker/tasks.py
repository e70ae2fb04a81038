"""Runs tasks and reward functions that live in Python packages.

A task is a function `(options: dict, split: str, count: int, seed: int) -> Iterable[Problem]`. A reward
function is `(problem: Problem, response: str, options: dict) -> Grade | float | bool`; it may carry an
attribute `version`. A task that raises fails the call; a reward function that raises on some responses spoils
their grades alone, one that raises on most fails the call. Knows no protocol.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from numbers import Real
from typing import Any

from oreo_worker.failures import BadData, PluginFailure
from oreo_worker.plugins import entry_point, frames_of, plugged_in, where

# A reward function that fails on so many responses, and on most of those it was asked about, is broken.
FEW = 5


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
    if order.count < 0:
        raise BadData(f"count is {order.count}; ask for 0 problems or more.")
    if order.count == 0:
        return
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
    """One grade a response, in order.

    Raises PluginFailure with the first failure's traceback once FEW responses failed that are more than half
    of those graded so far, or where all of two or more failed: such grades say nothing about a policy.
    """
    options = parsed_options(options_json)
    reward = entry_point(name, "reward.entry_point")
    grades: list[Grade] = []
    failed: list[_Failed] = []
    for problem, response in items:
        graded = _grade(reward, problem, response, options)
        if isinstance(graded, _Failed):
            failed.append(graded)
            graded = Grade(reward=0.0, answer=graded.answer, error=graded.why)
        grades.append(graded)
        if len(failed) >= FEW and 2 * len(failed) > len(grades):
            raise _broken(name, failed, len(grades))
    if len(grades) > 1 and len(failed) == len(grades):
        raise _broken(name, failed, len(grades))
    return grades


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


@dataclass(frozen=True)
class _Failed:
    """A response that got no grade: why in a line, and how the exception came about, if it was one."""

    why: str
    frames: str = ""
    answer: str = ""


def _broken(name: str, failed: list[_Failed], asked: int) -> PluginFailure:
    first = failed[0]
    return PluginFailure(
        f"reward.entry_point '{name}' failed on {len(failed)} of the {asked} responses that it was given;"
        f" mend the function and run the same command again. The first failure: {first.frames or first.why}",
        [name],
    )


def _grade(reward: Any, problem: Problem, response: str, options: dict[str, Any]) -> Grade | _Failed:
    try:
        found = reward(problem, response, options)
    except Exception as error:
        return _Failed(where(error), frames_of(error))
    grade = found if isinstance(found, Grade) else Grade(reward=found)
    number = _number(grade.reward)
    if number is None:
        return _Failed(
            f"the reward function returned {type(grade.reward).__name__}, not a number or a Grade",
            answer=grade.answer,
        )
    if not math.isfinite(number):
        return _Failed(f"the reward is {number}, not a finite number", answer=grade.answer)
    return replace(grade, reward=number)


def _number(found: Any) -> float | None:
    """What Python's libraries call a number: their scalars, and arrays and tensors of one element."""
    item = getattr(found, "item", None)
    if callable(item):
        try:
            found = item()
        except (TypeError, ValueError, RuntimeError):
            return None
    return float(found) if isinstance(found, Real | Decimal) else None
