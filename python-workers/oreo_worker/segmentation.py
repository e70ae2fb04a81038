"""Where steps end, as a pure function of token texts.

A step ends after the token in which one of the rule's delimiters is completed. A delimiter that ends in a
blank (". ") is also complete at the end of a token when the *next* token begins with a blank, so the blank
opens the next step as tokenizers like it. A step that would hold nothing but blanks does not end: the
blanks open the next step. A delimiter in an environment of LaTeX or in a drawing (`\\begin{...}` to
`\\end{...}`, `[asy]` to `[/asy]`) ends none, so that rows of an aligned formula and lines of code stay
together; nor does the full stop of an abbreviation (`i.e.`, `Mr.`, `vs.`) or of a number that opens a line
(`1.`). The last token always ends a step, so joined steps are the response, token for token.

Generation asks `StepTracker` token by token, everything else calls `step_ends`; both are the same code, so
a response is split the same way while it is written and afterwards. This module knows no tokenizer, model
or protocol.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from oreo_worker.failures import BadData

_BORDER = re.compile(r"\\begin\{|\\end\{|\[asy\]|\[/asy\]")
_OPENING = {"\\begin{", "[asy]"}
# An environment that is open for longer was never meant to close.
_LONGEST_ENVIRONMENT = 4_000
_ABBREVIATION = re.compile(
    r"(?:(?:^|\n)[ \t*_]*\d{1,3}|(?:^|[\s(\[,;])(?:i\.e|e\.g|Mr|Mrs|Ms|Dr|Prof|vs|cf|viz|resp|approx))\.$"
)
_LONGEST_ABBREVIATION = 16


@dataclass(frozen=True)
class StepRule:
    """Texts that end a step. Empty: the whole response is one step."""

    delimiters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not delimiter.strip(" ") for delimiter in self.delimiters):
            raise BadData("A step delimiter is empty or only blanks; give texts such as '\\n' or '. '.")

    def stems(self) -> tuple[str, ...]:
        """Delimiters that end in a blank, without their blanks: complete if the next token begins with a
        blank."""
        return tuple(d.rstrip(" ") for d in self.delimiters if d.endswith(" "))


@dataclass
class StepTracker:
    """Follows one response and says after which tokens a step ended. Starts where a step starts."""

    rule: StepRule
    _text: str = ""
    _waiting: bool = False
    _stems: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._stems = self.rule.stems()

    def ends_before(self, token_text: str) -> bool:
        """True if the step ended before this token because this token begins with the blank that was waited
        for.

        Ask it before `ends_after`, which takes the same token in.
        """
        ended = self._waiting and token_text.startswith(" ")
        if ended:
            self._text = ""
        if token_text:
            self._waiting = False
        return ended

    def ends_after(self, token_text: str) -> bool:
        """Takes the token in; true if a delimiter was completed in it and the step is no blank."""
        start = len(self._text)
        self._text += token_text
        if not token_text or not self._text.strip():
            return False
        for delimiter in self.rule.delimiters:
            # The occurrence must be completed inside this token; it may have begun in earlier ones.
            for place in occurrences(self._text, delimiter, max(0, start - len(delimiter) + 1)):
                if ends_sentence(self._text[: place + len(delimiter)]):
                    self._text = ""
                    self._waiting = False
                    return True
        self._waiting = bool(self._stems) and self._text.endswith(self._stems) and ends_sentence(self._text)
        return False


def occurrences(text: str, part: str, start: int) -> Iterator[int]:
    """Where a part stands in a text, from a place on."""
    place = text.find(part, start)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def ends_sentence(text: str) -> bool:
    """Whether a step may end where its text ends: outside environments, after no abbreviation."""
    if _ABBREVIATION.search(text.rstrip(" ")[-_LONGEST_ABBREVIATION:]) and not text.endswith("\n"):
        return False
    opened = 0
    since = 0
    for border in _BORDER.finditer(text):
        if border[0] not in _OPENING:
            opened = max(0, opened - 1)
        elif opened == 0:
            opened, since = 1, border.start()
        else:
            opened += 1
    return opened == 0 or len(text) - since > _LONGEST_ENVIRONMENT


def step_ends(token_texts: Iterable[str], rule: StepRule, offset: int = 0) -> list[int]:
    """Positions one past the last token of each step, counted from `offset`; ascending, the last is the
    length.

    Empty for no tokens.
    """
    tracker = StepTracker(rule)
    ends: list[int] = []
    position = offset
    for text in token_texts:
        if tracker.ends_before(text):
            ends.append(position)
        position += 1
        if tracker.ends_after(text):
            ends.append(position)
    if position > offset and (not ends or ends[-1] != position):
        ends.append(position)
    return ends
