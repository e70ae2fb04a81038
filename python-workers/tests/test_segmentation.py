"""Steps: joined they are the response, whoever splits it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oreo_worker.failures import BadData
from oreo_worker.segmentation import StepRule, StepTracker, step_ends

token_texts = st.lists(st.text(alphabet="ab. \n", max_size=4), max_size=30)
rules = st.lists(st.sampled_from(["\n", ". ", "\n\n", "ab", "b.\n"]), max_size=3).map(
    lambda found: StepRule(tuple(found))
)


@given(texts=token_texts, rule=rules, offset=st.integers(0, 9))
def test_joined_steps_are_the_response(texts: list[str], rule: StepRule, offset: int) -> None:
    ends = step_ends(texts, rule, offset)
    assert ends == sorted(set(ends))
    assert all(offset < end <= offset + len(texts) for end in ends)
    begins = [offset, *ends][: len(ends)]
    joined = [t for b, e in zip(begins, ends, strict=True) for t in texts[b - offset : e - offset]]
    assert joined == texts


@given(texts=token_texts, rule=rules)
def test_step_by_step_gives_the_same_ends(texts: list[str], rule: StepRule) -> None:
    """A tracker started anew at each step, as a search does, finds what one reading finds."""
    ends: list[int] = []
    position = 0
    while position < len(texts):
        tracker = StepTracker(rule)
        end = len(texts)
        for index in range(position, len(texts)):
            if tracker.ends_before(texts[index]):
                end = index
                break
            if tracker.ends_after(texts[index]):
                end = index + 1
                break
        ends.append(end)
        position = end
    assert ends == step_ends(texts, rule)


@pytest.mark.parametrize(
    ("texts", "delimiters", "ends"),
    [
        (["a", "\n", "b", "\n"], ["\n"], [2, 4]),
        (["a", "\n", "\n", "b"], ["\n"], [2, 4]),
        (["a", ".", " b", ". ", "c"], [". "], [2, 4, 5]),
        (["3", ".", "5"], [". "], [3]),
        (["a\nb", "c"], ["\n"], [1, 2]),
        (["a", "b"], [], [2]),
        ([], ["\n"], []),
    ],
)
def test_examples(texts: list[str], delimiters: list[str], ends: list[int]) -> None:
    assert step_ends(texts, StepRule(tuple(delimiters))) == ends


_MATH = StepRule(("\n", ". ", ".$ ", "\u3002"))


@pytest.mark.parametrize(
    "steps",
    [
        ["We get\n", "\\begin{align*}\nx&=1\\\\\ny&=2.\n\\end{align*}\n", "Hence 3."],
        ['[asy]\ndraw((0,0)--(1,1));\nlabel("A. B", (0,0));\n[/asy]\n', "The area is 2."],
        ["1. Add. ", "2. Then halve.\n", "3. Done."],
        ["**1. Setup**\n", "10. The sum is 5. ", "Then halve."],
        ["It is even, i.e. a multiple of 2. ", "So is 4."],
        ["Mr. Lee has 3 (vs. 4 before). ", "Dr. Oh has e.g. 5. ", "Fine."],
        ["\u6709 3 \u4e2a\u3002", "\u518d\u52a0 4\u3002", "7"],
        ["\\begin{cases}x\\begin{array}{c}1\n\\end{array}\n\\end{cases}\n", "so"],
        ["\\end{align}\n", "so"],
        ["The cost is 5. ", "We add 1. ", "So 6"],
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_steps_of_mathematics(steps: list[str], size: int) -> None:
    """Whatever the tokens are, as long as none reaches over the end of a step."""
    texts = [step[at : at + size] for step in steps for at in range(0, len(step), size)]
    ends = [0, *step_ends(texts, _MATH)]
    pieces = pairwise(ends)
    # A blank that is a token of its own opens the next step.
    found = ["".join(texts[begin:end]).strip(" ") for begin, end in pieces]
    assert found == [step.strip(" ") for step in steps]


def test_an_environment_that_never_closes_does_not_hold_all_that_follows() -> None:
    lines = ["\\begin{align}\n", *["x&=1\\\\\n"] * 2_000]
    assert 1 < len(step_ends(lines, _MATH)) < 2_000


def test_a_delimiter_of_blanks_is_refused() -> None:
    with pytest.raises(BadData, match="delimiter"):
        StepRule(("\n", " "))
