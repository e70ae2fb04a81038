"""Answers compared by Math-Verify in processes of their own: verdicts, limits, processes that die."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oreo_worker.grading import AnswerMatch, AnswerPair, GradingPool, comparer_name
from oreo_worker.grading_text import is_bomb

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


# Kinds that graders in the field took for the same or not: fragments, small numbers, complex numbers.
_FIELD_KINDS = [
    (r"9-\cos^2 t", "9", DIFFERENT),
    (r"8-\ln s", "8", DIFFERENT),
    (r"5+\sin t", r"5+\cos t", DIFFERENT),
    (r"\sin m", r"\cos m", DIFFERENT),
    (r"4\sqrt{h}", r"4\sqrt{g}", DIFFERENT),
    (r"3+\sqrt{m}", "3", DIFFERENT),
    (r"\frac{1}{52!}", r"\frac{1}{50!}", DIFFERENT),
    (r"\frac{1}{2^{61}}", r"\frac{1}{2^{60}}", DIFFERENT),
    (r"\frac{\sqrt{3}}{10^5}", r"\frac{\sqrt{2}}{10^5}", DIFFERENT),
    (r"1+\frac{1}{e}", r"1-\frac{1}{e}", DIFFERENT),
    (r"\frac{\pi}{4}-9", r"\frac{\pi}{4}+2", DIFFERENT),
    ("42!", "42", DIFFERENT),
    ("|x|", "x", DIFFERENT),
    (r"1-e^{-1}", r"1-\frac{1}{e}", SAME),
    (r"\frac{1}{1-i}", r"\frac{1+i}{2}", SAME),
    (r"\frac{1}{\sqrt{m}}", r"\sqrt{\frac{1}{m}}", SAME),
    (r"\sin{(\frac{15\pi}{180})}", r"\frac{\sqrt{6}-\sqrt{2}}{4}", SAME),
    (r"-2+e^{9}", "e^{9}-2", SAME),
    ("c+x", "x+c", SAME),
    (r"n(n-1)!", "n!", SAME),
]

# Texts that cost seconds or all memory when worked out.
_BOMBS = [
    "9^{9^{9^{9}}}",
    "10**10**10",
    "(10^{10})!",
    "100000000!",
    r"\prod_{n=1}^{10^{9}} n",
    r"\sum_{k=1}^{10^{12}} k!",
    "x^{1000000}-1",
    "7" * 200_000,
    "(" * 3_000 + "1" + ")" * 3_000,
    r"\sqrt{" * 500 + "2" + "}" * 500,
    "(" * 50 + "1" + ")" * 50,
    "9**9**9**9",
    "(((99^{99})^{99})^{999})^{999}",
    "(x+1)^{5000}",
    "(a+b+c+d)^{999}",
    "5!!!!!",
    "((5!)!)!",
    "3^{20!}",
    r"\binom{1000000000}{100000000}",
    r"\prod_{k=1}^{9999} k!",
    r"\int_0^1 x^{x^{x^{x^x}}} dx",
    r"2^{\frac{10^{10}}{1}}",
    "2^{(10^{10})}",
    "2^" * 30 + "2",
    "1" + "+1" * 900,
    "-" * 1_500 + "1",
    r"\sin(10^{10^{10}})",
    r"x \pmod{10^{10^{10}}}",
    "10^{-10^{10}}",
]


@pytest.mark.parametrize("bomb", _BOMBS)
def test_a_bomb_is_refused_before_it_is_tried(bomb: str) -> None:
    began = time.process_time()
    assert is_bomb(bomb)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "2^{99}-1",
        "9^{9}",
        "10!",
        r"\sum_{k=1}^{n} k^2",
        "x^{2^n}",
        r"\frac{1}{50!}",
        "2^{2^3}",
        "n(n-1)!",
        r"\frac{\sqrt{2+\sqrt{2+\sqrt{2}}}}{2}",
        "(x+1)^{10}",
        r"e^{-x^2}",
        r"\binom{100}{50}",
        "2^{2^n}",
        "10^{12}",
        "5!!",
    ],
)
def test_ordinary_formulas_are_no_bombs(text: str) -> None:
    assert not is_bomb(text)


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
    cases += _FIELD_KINDS
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
