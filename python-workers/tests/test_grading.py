"""Answers compared by Math-Verify in processes of their own: verdicts, limits, processes that die."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oreo_worker.grading import AnswerMatch, AnswerPair, GradingPool, comparer_name

SAME, DIFFERENT = AnswerMatch.SAME, AnswerMatch.DIFFERENT

# Answers "same" to everything but three words; stands for a library that hangs, dies or eats processor time.
_ODD_PROGRAM = """
import json, os, signal, sys, time
print("ready", flush=True)
signal.signal(signal.SIGPROF, signal.SIG_DFL)
for line in sys.stdin:
    pair = json.loads(line)
    signal.setitimer(signal.ITIMER_PROF, pair["seconds"])
    while pair["answer"] == "burn":
        pass
    if pair["answer"] == "sleep":
        time.sleep(600)
    if pair["answer"] == "die":
        os.abort()
    signal.setitimer(signal.ITIMER_PROF, 0)
    print("same", flush=True)
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[GradingPool]:
    pool = GradingPool(2)
    yield pool
    pool.close()


@pytest.mark.timeout(600)
def test_formulas_are_compared_by_value(pool: GradingPool) -> None:
    cases = [
        (r"\frac{1}{2}", "0.5", SAME),
        ("(x+1)^2", "x^2+2x+1", SAME),
        ("(x+1)^2", "x^2+x+1", DIFFERENT),
        (r"\sqrt{8}", r"2\sqrt{2}", SAME),
        (r"\{3,1\}", r"\{1,3\}", SAME),
        ("x = 4", "4", SAME),
        ("0.3333", r"\frac{1}{3}", SAME),
        ("0.33", r"\frac{1}{3}", DIFFERENT),
        ("2.5", "2.51", DIFFERENT),
    ]
    matches = pool.match([AnswerPair(answer, reference) for answer, reference, _ in cases])
    found = [(a, r, got) for (a, r, _), got in zip(cases, matches, strict=True)]
    assert found == cases
    assert comparer_name().startswith("math-verify/0.")


@pytest.mark.timeout(600)
def test_what_is_no_formula_is_unreadable_and_a_tower_of_powers_ends(pool: GradingPool) -> None:
    matches = pool.match(
        [AnswerPair("", "1"), AnswerPair("9^{9^{9^{9^9}}}", "9^{9^{9^{9^8}}}"), AnswerPair("2", "2")], 2.0
    )
    assert matches[0] is AnswerMatch.UNREADABLE
    assert matches[1] is not SAME
    assert matches[2] is SAME


def test_a_process_that_hangs_or_dies_is_replaced_and_spoils_its_own_pair_only(tmp_path: Path) -> None:
    program = tmp_path / "odd.py"
    program.write_text(_ODD_PROGRAM)
    pool = GradingPool(2, program)
    words = ["a", "burn", "b", "die", "c", "sleep", "d", "die", "e"]
    begin = time.monotonic()
    matches = pool.match([AnswerPair(word, "a") for word in words], 0.3)
    again = pool.match([AnswerPair("f", "a")] * 4, 0.3)
    pool.close()

    spoiled = {"burn": AnswerMatch.TIMED_OUT, "sleep": AnswerMatch.TIMED_OUT, "die": AnswerMatch.UNREADABLE}
    assert matches == [spoiled.get(word, SAME) for word in words]
    assert again == [SAME] * 4
    assert time.monotonic() - begin < 60
