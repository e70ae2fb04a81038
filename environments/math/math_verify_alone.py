"""Math-Verify as its documentation calls it, in the process that `oreo_worker.grading.GradingPool` starts.

JSON lines of an answer and a reference in, ``same`` or ``different`` out; the kernel ends the process when a
pair takes more processor time than allowed, so that a tower of powers costs one pair and not the measurement.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import sys

from math_verify import parse, verify

_MEMORY_BYTES = 4 * 1024**3


def main() -> None:
    """Answers until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    verify(parse("$\\frac{1}{2}$"), parse("$0.5$"))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    print("ready", flush=True)
    for line in sys.stdin:
        pair = json.loads(line)
        signal.setitimer(signal.ITIMER_PROF, pair["seconds"])
        try:
            same = verify(
                parse(pair["reference"], parsing_timeout=None),
                parse(pair["answer"], parsing_timeout=None),
                timeout_seconds=None,
            )
        except (Exception, RecursionError):
            same = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        print("same" if same else "different", flush=True)


if __name__ == "__main__":
    main()
