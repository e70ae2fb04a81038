"""Problems and grades of reasoning-gym: disjoint splits, held-out templates, answers graded as numbers."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest

from oreo_worker.failures import BadData, NotFound
from oreo_worker.reasoning_gym_task import problems, reward
from oreo_worker.tasks import Problem

OPTIONS: dict[str, Any] = {"most_lines": 4, "largest_number": 120}


def _installed() -> None:
    pytest.importorskip("reasoning_gym", reason="reasoning-gym is not installed: ci/setup extra:gsm-symbolic")


def _problem(answer: str) -> Problem:
    return Problem("p", "Q", answer)


@pytest.mark.parametrize(
    ("answer", "response", "correct"),
    [
        ("20", "So 4 x 5 = 20.\n#### 20", True),
        ("20", "#### 19\nno, wait\n#### 20\n", True),
        ("20", "#### 20\n#### 19", False),
        ("20", "#### $20.00", True),
        ("1200", "#### 1,200.", True),
        ("-5", "#### -5", True),
        ("-5", "#### 5", False),
        ("0.5", "#### 0.50", True),
        ("20", "#### twenty", False),
        ("20", "#### 2e1", False),
    ],
)
def test_the_last_answer_is_compared_as_a_number(answer: str, response: str, correct: bool) -> None:
    grade = reward(_problem(answer), response, {})
    assert grade.reward == float(correct) and not grade.no_answer


@pytest.mark.parametrize("response", ["", "20", "####", "#### \n"])
def test_no_answer_is_said_apart(response: str) -> None:
    grade = reward(_problem("20"), response, {})
    assert (grade.reward, grade.no_answer) == (0.0, True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"data_set": "x"}, "no option 'data_set'"),
        ({"prompt": "Q"}, "question"),
        ({"most_lines": -1}, "negative"),
        ({"config": [1]}, "config"),
    ],
)
def test_options_that_mean_nothing_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(BadData, match=words):
        next(problems(options, "train", 1, 1))


def test_splits_are_disjoint_and_templates_held_out() -> None:
    _installed()
    found = {
        split: list(problems(OPTIONS, split, 60, seed))
        for split, seed in (("train", 1), ("rollout", 1), ("test", 2))
    }
    identities = [p.problem_id for split in found.values() for p in split]
    assert len(identities) == len(set(identities)) == 180
    assert {p.group for p in found["train"] + found["rollout"]} == {"seen"}
    assert [p.group for p in found["test"]] == ["seen", "held-out"] * 30
    for problem in found["train"]:
        assert "final answer" not in problem.prompt
        assert problem.solution.splitlines()[-1] == f"#### {problem.reference_answer}"
        assert len(problem.solution.splitlines()) <= 5 and "." not in problem.reference_answer
        assert reward(problem, problem.solution, OPTIONS).reward == 1.0


def test_a_listing_is_a_pure_function_of_seed_and_split() -> None:
    _installed()
    first = list(problems(OPTIONS, "rollout", 20, 7))
    assert list(problems(OPTIONS, "rollout", 20, 7)) == first
    assert list(islice(problems(OPTIONS, "rollout", 40, 7), 20)) == first
    assert list(problems(OPTIONS, "rollout", 20, 8)) != first


def test_options_that_leave_no_problem_are_said() -> None:
    _installed()
    with pytest.raises(BadData, match="gives only 0 of 5"):
        list(problems({"largest_number": 1, "most_lines": 1}, "test", 5, 1))


@pytest.mark.parametrize("dataset", ["basic_arithmetic", "chain_sum", "leg_counting", "word_sorting"])
def test_other_datasets_are_scored_by_their_own_scorer(dataset: str) -> None:
    _installed()
    options = {"dataset": dataset}
    for problem in problems(options, "train", 5, 3):
        assert reward(problem, problem.solution, options).reward == 1.0
        assert reward(problem, "#### nothing of the kind", options).reward == 0.0
        assert set(json.loads(problem.metadata_json)) == {"dataset", "config_json", "seed", "index"}


def test_an_unknown_dataset_is_named() -> None:
    _installed()
    with pytest.raises(NotFound, match="no dataset 'wonder'"):
        list(problems({"dataset": "wonder"}, "train", 1, 1))
