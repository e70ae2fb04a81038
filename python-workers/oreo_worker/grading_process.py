"""A process that compares answers: JSON lines of pairs in, JSON lines of matches out.

Started by `grading.GradingPool`, which trusts it with nothing: the kernel ends it when a pair takes more
processor time than allowed or memory runs out. Imports neither torch nor the rest of the worker, so that it
starts fast.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

# Address space that a pair may need; a formula like 9^(9^9) asks for all there is.
_MEMORY_BYTES = 4 * 1024**3
# Decimals that a rounded number must share with an exact one: 0.3333 is taken for 1/3, 0.33 is not.
_DECIMALS = 4
_FORMULA_MARKS = ("$", "\\(", "\\[", "\\boxed")


def comparison() -> Callable[[str, str], str]:
    """The comparison by Math-Verify: (answer, reference) -> same, different or unreadable."""
    from math_verify import parse, verify
    from math_verify.parser import ExprExtractionConfig, LatexExtractionConfig

    targets = (LatexExtractionConfig(), ExprExtractionConfig())

    def read(text: str) -> list[Any]:
        bare = text.strip().strip("$") if text.count("$") == 1 else text
        marked = any(mark in bare for mark in _FORMULA_MARKS)
        for form in (bare,) if marked else (f"${bare}$", bare):
            # Limits of time are ours: Math-Verify's own would be alarms, which long arithmetic does not hear.
            parsed = parse(form, extraction_config=targets, parsing_timeout=None)
            if parsed:
                return list(parsed)
        return []

    def compare(answer: str, reference: str) -> str:
        gold, found = read(reference), read(answer)
        if not gold or not found:
            return "unreadable"
        same = verify(gold, found, float_rounding=_DECIMALS, timeout_seconds=None)
        return "same" if same else "different"

    # The first formula builds grammars and printers for half a second, of which no pair should be charged.
    compare("\\frac{1}{2}", "x+1")
    return compare


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
