"""Whether a worker takes calls: it counts those that run and begins none once it drains. Knows no tensors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from oreo_worker.failures import Draining


@dataclass
class Admission:
    """The calls of one worker process. Thread-safe."""

    _running: int = field(default=0, init=False)
    _draining: bool = field(default=False, init=False)
    _changed: threading.Condition = field(default_factory=threading.Condition, init=False)

    @contextmanager
    def work(self) -> Iterator[None]:
        """One call that does work; refused once the worker drains."""
        with self._changed:
            if self._draining:
                raise Draining(
                    "The worker is draining and takes no new work; ask another or start a fresh one."
                )
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def drain(self) -> None:
        """Refuses new work from now on."""
        with self._changed:
            self._draining = True
            self._changed.notify_all()

    def wait_until_drained(self) -> None:
        """Returns when draining was asked for and the last running call has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._draining and self._running == 0)
