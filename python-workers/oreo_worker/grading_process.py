"""A process that compares answers: JSON lines of pairs in, JSON lines of matches out.

Started by `grading.GradingPool`, which trusts it with nothing: the kernel ends it when a pair takes more
processor time than allowed or memory runs out. Imports neither torch nor the rest of the worker, so that it
starts fast.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any

# The process starts as a program of its own, beside the other modules.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from oreo_worker.grading_text import (
    based_value,
    functions,
    has_decimal,
    has_words,
    in_order,
    is_bomb,
    is_extended,
    is_scaled_list,
    is_sum,
    letters,
)
from oreo_worker.grading_values import agree

# Address space that a pair may need; a formula like 9^(9^9) asks for all there is.
_MEMORY_BYTES = 4 * 1024**3
# Decimals that a rounded number must share with an exact one: 0.3333 is taken for 1/3, 0.33 is not.
_DECIMALS = 4
_FORMULA_SIGNS = "\\^_{}"
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")
# Functions that stay when their argument is a variable.
_LASTING = {"sin", "cos", "tan", "theta", "alpha", "beta", "phi"}


def comparison() -> Callable[[str, str], str]:
    """The comparison by Math-Verify: (answer, reference) -> same, different or unreadable."""
    from latex2sympy2_extended.latex2sympy2 import NormalizationConfig
    from math_verify import parse, verify
    from math_verify.parser import ExprExtractionConfig, LatexExtractionConfig

    # Units are taken away before; here a last letter t, s, m or g is a variable.
    latex = LatexExtractionConfig(
        boxed_match_priority=0,
        normalization_config=NormalizationConfig(
            basic_latex=True, units=False, malformed_operators=True, nits=True, boxed="last", equations=True
        ),
    )

    def read(text: str) -> list[Any]:
        bare = text.strip().strip("$").strip()
        formula = any(sign in bare for sign in _FORMULA_SIGNS)
        # Limits of time are ours: Math-Verify's own would be alarms, which long arithmetic does not hear.
        form, targets = (
            (f"\\boxed{{{bare}}}", (latex,)) if formula else (f"${bare}$", (latex, ExprExtractionConfig()))
        )
        parsed = list(parse(form, extraction_config=targets, parsing_timeout=None))
        return parsed or list(parse(f"${bare}$", extraction_config=(latex,), parsing_timeout=None))

    def compare(answer: str, reference: str) -> str:
        if is_bomb(answer) or is_bomb(reference):
            return "unreadable"
        value = based_value(answer)
        if value is not None and based_value(reference) is None:
            # A number of another base, where a decimal one is asked for, is what it is worth.
            return "same" if reference.strip() == str(value) else "different"
        if (in_order(answer) and in_order(reference)) or is_extended(answer) != is_extended(reference):
            return "different"
        gold, found = read(reference), read(answer)
        if not gold or not found:
            return "unreadable"
        if not (is_whole(answer, found) and is_whole(reference, gold)):
            return "different"
        if _DECIMAL_COMMA.fullmatch(answer.strip()) or _DECIMAL_COMMA.fullmatch(reference.strip()):
            # A comma of decimals, where the other is a number with a point.
            agreed = answer.strip().replace(",", ".") == reference.strip().replace(",", ".")
            return "same" if agreed else "different"
        rounded = has_decimal(answer) or has_decimal(reference)
        values = agree(found[0], gold[0], rounded)
        same = verify(gold, found, float_rounding=_DECIMALS, timeout_seconds=None)
        if same and values is not False:
            return "same"
        return "same" if values and not rounded else "different"

    # The first formula builds grammars and printers for half a second, of which no pair should be charged.
    compare("\\frac{1}{2}", "x+1")
    return compare


def is_whole(text: str, parsed: list[Any]) -> bool:
    """Whether every letter, function and factorial of a text is in what was read, and no word changes it."""
    from sympy import Number

    value = parsed[0]
    if has_words(text) or is_scaled_list(text) or (isinstance(value, Number) and is_sum(text)):
        return False
    if not hasattr(value, "free_symbols"):
        return True
    shown = str(value).lower()
    missing = {letter for letter in letters(text) if letter.lower() not in shown}
    lost = {name for name in functions(text) & _LASTING if name[-3:] not in shown}
    return not missing and not lost and ("!" not in text or "factorial" in shown or value.is_number)


def main() -> None:
    """Answers until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    # Replies have a channel of their own; whatever a library prints must not look like one.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    compare = comparison()
    _limit_memory()
    # The kernel ends the process when this timer runs out, whatever it is doing.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _say(replies, "ready")
    for line in sys.stdin:
        pair = json.loads(line)
        signal.setitimer(signal.ITIMER_PROF, pair["seconds"])
        try:
            match = compare(pair["answer"], pair["reference"])
        except (Exception, RecursionError):
            match = "unreadable"
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(replies, match)


def _limit_memory() -> None:
    import resource

    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(replies: Any, word: str) -> None:
    replies.write(word + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
