"""Answers as text, before and after Math-Verify: bombs that must not be tried, formulas read only in part.

Imports nothing but the standard library, so that a grading process starts fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# An answer is short; beyond this length it is no answer, whatever it says.
_LONGEST = 2_000
_DEEPEST = 20
_MOST_POWERS = 24
_MOST_SIGNS = 200
_MOST_DIGITS = 1_000
_LARGEST_FACTORIAL = 3_000
_LARGEST_POWER = 10_000

_POWER = re.compile(r"(?:\^|\*\*)\s*[{(]?\s*-?\s*(\d+(?:\.\d+)?)")
# A bracket to a large power, which is multiplied out; factorials of factorials or in an exponent.
_LARGE_BRACKET = re.compile(r"[)}]\s*(?:\^|\*\*)\s*[{(]?\s*\d{3,}")
_FACTORIALS = re.compile(r"!\s*!\s*!|(?:\^|\*\*)\s*[{(]*\s*\d{2,}\s*!|\\prod(?![a-zA-Z]).*!")
_LARGE_CHOICE = re.compile(r"\\[dt]?binom\D*\d{5}|\\prod(?![a-zA-Z]).*\d{4}|\\int(?![a-zA-Z])(?:.*\^){4}")
_SMALL_TOWER = re.compile(r"\s*-?\d\s*\^\s*\{?\s*\d\s*\}?\s*")
_TOWER = re.compile(
    r"\d\s*[})]?\s*(?:\^|\*\*)\s*[{(]*\s*\d+\s*(?:\^|\*\*)\s*[{(]*\s*"
    r"(?:\d{2,}|[7-9]|\d+\s*(?:\^|\*\*))"
)
_FACTORIAL = re.compile(r"(?:(\d+)|[)}])\s*!")
_LIMIT = re.compile(r"\\(?:sum|prod|int)(?![a-zA-Z])")
_COMMANDS = re.compile(r"\\(?:begin|end)\{[a-z]*\*?\}|\\[a-zA-Z]+")
_TEXT = re.compile(r"\\(?:text|mathrm|mbox|textbf|operatorname)\s*\{[^{}]*\}")
_LETTER = re.compile(r"[a-zA-Z]")
_FUNCTION = re.compile(
    r"\\(a?r?c?(?:sin|cos|tan|cot|sec|csc)|ln|log|sqrt|binom|pi|theta|alpha|beta|phi)(?![a-zA-Z])"
)
# Words that say how answers belong together, and functions without a backslash.
_NAMES = re.compile(
    r"(?<![a-zA-Z])(?:and|or|if|(?:arc)?(?:sin|cos|tan|cot|sec|csc)|log|ln|exp|sqrt|pi|theta|inf|oo)"
    r"(?![a-zA-Z])"
)
_DIFFERENTIAL = re.compile(r"(?<![a-zA-Z])d[a-zA-Z](?![a-zA-Z])")
# What stands behind these is no product: its order counts.
_ORDERED = re.compile(
    r"\\(?:angle|partial|nabla|overrightarrow|to|rightarrow|implies|parallel|perp)(?![a-zA-Z])"
)
_BEFORE_FACTOR = frozenset("0123456789+-*/^)}")
_BEHIND_FACTOR = frozenset("0123456789+-*/^(")
_WORDS = re.compile(r"\\(?:text|mathrm|mbox|textbf)\s*\{([^{}]*)\}")
# Words in a command for text that say nothing of the value.
_SILENT = re.compile(r"\\(?:text|mathrm|mbox|textbf)\s*\{\s*(?:,?\s*(?:and|or|if|for|all|real)\s*)*,?\s*\}")
# A word that names what is asked for: ``\\text{Area} = 12``.
_WORD_SIDE = re.compile(r"^\s*\\text\s*\{[a-zA-Z ]*\}\s*=")
_BASED = re.compile(r"\s*(?:\\text\{)?([0-9A-F]{1,60})\}?_\{?(\d{1,2})\}?\s*")
_NAMED = re.compile(r"[a-zA-Z]\([a-zA-Z]\)\s*=")
_LEFT_SIDE = re.compile(
    r"^\s*\(?[a-zA-Z](?:_\{?\w+\}?)?(?:\s*\([a-zA-Z]\)|,\s*[a-zA-Z]\))?\s*(?:=|\\in\b)(?!.*=)"
)


def is_bomb(text: str) -> bool:
    """Whether working the text out could take seconds or all memory: it is refused before it is tried."""
    if len(text) > _LONGEST or re.search(rf"\d{{{_MOST_DIGITS}}}", text):
        return True
    if _depth(text) > _DEEPEST or _is_tower(text) or _has_large_factorial(text):
        return True
    if text.count("^") > _MOST_POWERS or sum(map(text.count, "+-/")) > _MOST_SIGNS:
        return True
    if any(kind.search(text) for kind in (_LARGE_BRACKET, _FACTORIALS, _LARGE_CHOICE)):
        return True
    return bool(_LIMIT.search(text)) and bool(re.search(r"\d{6}|10\s*\^\s*\{?\s*\d", text))


def _has_large_factorial(text: str) -> bool:
    for found in _FACTORIAL.finditer(text):
        if found[1] is None:
            if re.search(r"\^|\*\*|\d{4}|!", text[: found.start()]):
                return True
        elif len(found[1]) > 4 or int(found[1]) > _LARGEST_FACTORIAL:
            return True
    return False


def _is_tower(text: str) -> bool:
    """A power of a power of numbers, or an exponent of absurd size."""
    if any(float(found[1]) > _LARGEST_POWER for found in _POWER.finditer(text)):
        return True
    return bool(_TOWER.search(text)) or any(_is_power_of_numbers(each) for each in _exponents(text))


def _is_power_of_numbers(exponent: str) -> bool:
    """Whether an exponent is itself a power of numbers, and no small one."""
    power = "^" in exponent or "**" in exponent
    variable = _LETTER.search(_COMMANDS.sub("", exponent))
    return power and not variable and not _SMALL_TOWER.fullmatch(exponent)


def _exponents(text: str) -> Iterator[str]:
    """What stands in the brackets behind a sign of power."""
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in "({":
            opened.append(place)
        elif sign in ")}" and opened:
            begin = opened.pop()
            if text[:begin].rstrip()[-1:] in ("^", "*"):
                yield text[begin + 1 : place]


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "({[") - (sign in ")}]")
        deepest = max(deepest, depth)
    return deepest


def letters(text: str) -> set[str]:
    """The letters of variables in a formula: no commands, no words, no name before an equals sign."""
    bare = _COMMANDS.sub(" ", _TEXT.sub(" ", _NAMED.sub(" ", _LEFT_SIDE.sub("", text))))
    bare = _NAMES.sub(" ", _DIFFERENTIAL.sub(" ", bare) if "\\int" in text else bare)
    return set(_LETTER.findall(bare)) - {"e", "i", "E", "I"}


def functions(text: str) -> set[str]:
    """The functions and constants that stand in a formula."""
    return {found[1] for found in _FUNCTION.finditer(text)}


def has_words(text: str) -> bool:
    """Whether a command for text holds words that may change the value: ``3\\text{ squared}``."""
    rest = _SILENT.sub(" ", _WORD_SIDE.sub("", text))
    return any(len(re.findall(r"[a-zA-Z]", found)) > 1 for found in _WORDS.findall(rest))


def is_scaled_list(text: str) -> bool:
    """Whether a list in brackets is part of a formula, of which only the list is read: ``2(1,3)``."""
    bare = re.sub(r"\\(?:left|right|[,;! ])|\s", "", _TEXT.sub(",", text))
    opened: list[int] = []
    lists: set[int] = set()
    for place, sign in enumerate(bare):
        if sign in "([":
            opened.append(place)
        elif sign == "," and opened:
            lists.add(opened[-1])
        elif sign in ")]" and opened:
            begin = opened.pop()
            around = bare[begin - 1 : begin], bare[place + 1 : place + 2]
            if begin in lists and (around[0] in _BEFORE_FACTOR or around[1] in _BEHIND_FACTOR):
                return True
    return False


def is_sum(text: str) -> bool:
    """Whether signs of addition stand between numbers, so that a single number cannot be all of it."""
    return bool(re.search(r"[\d)}a-z.]\s*[-+]", _LEFT_SIDE.sub("", _TEXT.sub(" ", text))))


def is_extended(text: str) -> bool:
    """Whether infinity is said to belong to an interval."""
    bare = text.replace(" ", "")
    return "\\infty]" in bare or "[-\\infty" in bare


def in_order(text: str) -> bool:
    """Whether the order of the letters counts: ``\\angle ABC`` is not ``\\angle ACB``."""
    return bool(_ORDERED.search(text))


def based_value(text: str) -> int | None:
    """The value of a number that is written with its base, ``204_5``; None if this is none."""
    found = _BASED.fullmatch(text)
    try:
        return int(found[1], int(found[2])) if found else None
    except ValueError:
        return None


def has_decimal(text: str) -> bool:
    """Whether a number in the text may have been rounded."""
    return bool(re.search(r"\d?\.\d", text))
