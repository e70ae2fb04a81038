"""Steps: joined they are the response, whoever splits it."""

from __future__ import annotations

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


def test_a_delimiter_of_blanks_is_refused() -> None:
    with pytest.raises(BadData, match="delimiter"):
        StepRule(("\n", " "))
