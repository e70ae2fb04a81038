"""Compares mathematical answers in processes of their own, each pair under a hard limit of time.

`GradingPool` keeps several processes. One that hangs is ended, one that dies is replaced, and only the pair
that did it is spoiled. Processor time is what is limited, so that a busy machine gives the same matches;
a much longer limit of wall time ends a process that sleeps. Knows no protocol.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from oreo_worker.failures import NotFound, WorkerFailure

# Processor seconds a pair; most take a few milliseconds.
USUAL_SECONDS = 3.0
# Wall time is this many times the processor time.
_PATIENCE = 10
# A process imports the computer algebra system first, which takes a second, or a minute on a busy machine.
_START_SECONDS = 300.0
_PROGRAM = Path(__file__).with_name("grading_process.py")


class AnswerMatch(Enum):
    """What came of a pair; names as in the protocol."""

    SAME = "same"
    DIFFERENT = "different"
    TIMED_OUT = "timed_out"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class AnswerPair:
    """An answer and the reference, as they are written."""

    answer: str
    reference: str


def comparer_name() -> str:
    """Name and version of what compares."""
    return f"math-verify/{importlib.metadata.version('math-verify')}"


class GradingPool:
    """Processes that compare answers; they start when first used and stay. Thread-safe."""

    def __init__(self, processes: int, program: Path = _PROGRAM) -> None:
        self._slots = [_Slot(program) for _ in range(max(1, processes))]
        self._lock = threading.Lock()

    def launch(self) -> None:
        """Starts the processes now and does not wait for them, so that they are there sooner."""
        with self._lock:
            for slot in self._slots:
                slot.launch()

    def match(self, pairs: Sequence[AnswerPair], seconds: float = USUAL_SECONDS) -> list[AnswerMatch]:
        """One match per pair, in order. `seconds` is the processor time that a pair may take."""
        if importlib.util.find_spec("math_verify") is None:
            raise NotFound("The package math-verify is not installed in the worker's Python; run make setup.")
        matches: list[AnswerMatch] = [AnswerMatch.UNREADABLE] * len(pairs)
        waiting = iter(enumerate(pairs))
        turn = threading.Lock()

        def work(slot: _Slot) -> None:
            while True:
                with turn:
                    place = next(waiting, None)
                if place is None:
                    return
                matches[place[0]] = slot.match(place[1], seconds)

        slots = self._slots[: max(1, min(len(self._slots), len(pairs)))]
        with self._lock, ThreadPoolExecutor(max_workers=len(slots)) as threads:
            list(threads.map(work, slots))
        return matches

    def close(self) -> None:
        """Ends all processes."""
        with self._lock:
            for slot in self._slots:
                slot.end()


class _Slot:
    """A place for one process, which may be another one after each pair. Used by one thread at a time."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def launch(self) -> subprocess.Popen[bytes]:
        """The process, started unless it is there; it may not be ready yet."""
        if self._process is None:
            self._ready = False
            self._process = subprocess.Popen(
                [sys.executable, str(self._program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
        return self._process

    def match(self, pair: AnswerPair, seconds: float) -> AnswerMatch:
        process = self._running()
        line = json.dumps({"answer": pair.answer, "reference": pair.reference, "seconds": seconds})
        assert process.stdin is not None
        try:
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            word = _read_word(process, seconds * _PATIENCE)
        except BrokenPipeError:
            word = ""
        if word is None:
            self.end()
            return AnswerMatch.TIMED_OUT
        if word == "":
            status = process.wait()
            self.end()
            return AnswerMatch.TIMED_OUT if status == -signal.SIGPROF else AnswerMatch.UNREADABLE
        return AnswerMatch(word)

    def end(self) -> None:
        """Ends the process; the next pair gets a fresh one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        process = self.launch()
        if not self._ready:
            if _read_word(process, _START_SECONDS) != "ready":
                self.end()
                raise WorkerFailure(
                    "A grading process did not start; the worker's log says why. Run make setup."
                )
            self._ready = True
        return process


def _read_word(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    """The next line; empty if the process has ended, None if it said nothing in time."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    end = time.monotonic() + seconds
    text = b""
    while not text.endswith(b"\n"):
        left = end - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return None
        more = os.read(descriptor, 4096)
        if not more:
            return ""
        text += more
    return text.decode().strip()
