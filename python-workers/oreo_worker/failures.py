"""Why a call failed, as typed exceptions: the Python side of failure.proto.

Each class stands for one FailureKind; its `kind` is that enum's name without the prefix. A failure carries
one sentence a person can act on (what, where, how to mend it), whether the same call may succeed later, and
what it concerns. `classify` is the only place that turns foreign exceptions into failures.

This module knows no gRPC and no tensors' contents.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Sequence
from typing import ClassVar

from safetensors import SafetensorError


class WorkerFailure(Exception):
    """A failure the orchestrator understands."""

    kind: ClassVar[str] = "INTERNAL"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, subjects: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.subjects = tuple(subjects)


class OutOfMemory(WorkerFailure):
    """The device or host ran out of memory."""

    kind = "OUT_OF_MEMORY"


class BadData(WorkerFailure):
    """The request breaks the contract: shapes, ranges, empty responses."""

    kind = "BAD_DATA"


class WrongVersion(WorkerFailure):
    """The two sides speak different protocol versions."""

    kind = "WRONG_VERSION"


class DeviceLost(WorkerFailure):
    """The accelerator disappeared or is in an error state; a fresh worker may find another."""

    kind = "DEVICE_LOST"
    retryable = True


class Unauthenticated(WorkerFailure):
    """The run's token is missing or wrong."""

    kind = "UNAUTHENTICATED"


class NotFound(WorkerFailure):
    """No model, checkpoint or task of that name."""

    kind = "NOT_FOUND"


class NonFinite(WorkerFailure):
    """A loss, gradient, reward or value is NaN or infinite."""

    kind = "NON_FINITE"


class DiskFull(WorkerFailure):
    """No space left where the worker writes."""

    kind = "DISK_FULL"

    @classmethod
    def while_writing(cls, what: object) -> DiskFull:
        """The failure of writing a file or directory."""
        return cls(f"No space left while writing {what}. Free space and resume the run.")


class CorruptCheckpoint(WorkerFailure):
    """A file of a checkpoint or model is missing, altered or of another kind."""

    kind = "CORRUPT_CHECKPOINT"


class Refused(WorkerFailure):
    """Refused on purpose: pickles, remote code that was not allowed by name, formats we do not read."""

    kind = "REFUSED"


class Cancelled(WorkerFailure):
    """The call was cancelled or its deadline passed; the work was dropped."""

    kind = "CANCELLED"
    retryable = True

    @classmethod
    def by_caller(cls) -> Cancelled:
        """The failure of work that nobody waits for any more."""
        return cls("The call was cancelled or its deadline passed; the work was dropped.")


class Draining(WorkerFailure):
    """The worker is draining and takes no new work."""

    kind = "DRAINING"
    retryable = True


class PluginFailure(WorkerFailure):
    """Code that plugs into the worker (model, tokenizer, task, reward) raised."""

    kind = "PLUGIN"


class InternalFailure(WorkerFailure):
    """A bug of ours; the message carries the traceback's last lines."""

    kind = "INTERNAL"


_LOST_DEVICE_SIGNS = ("CUDA error", "device-side assert", "NCCL error", "device lost")


def classify(error: BaseException) -> WorkerFailure:
    """Returns the failure that stands for any exception. A WorkerFailure is returned as it is."""
    if isinstance(error, WorkerFailure):
        return error
    text = str(error)
    if isinstance(error, MemoryError) or _is_out_of_memory(error, text):
        return OutOfMemory(
            f"Out of memory: {_first_line(text)}. Lower micro_batch_tokens or the batch of the request."
        )
    if is_disk_full(error):
        return DiskFull.while_writing(getattr(error, "filename", None) or "a file")
    if isinstance(error, RuntimeError) and any(sign in text for sign in _LOST_DEVICE_SIGNS):
        return DeviceLost(f"The device is in an error state: {_first_line(text)}. Restart the worker.")
    lines = traceback.format_exception(type(error), error, error.__traceback__)[-4:]
    return InternalFailure("Unexpected error in the worker: " + "".join(lines).strip())


def is_disk_full(error: BaseException) -> bool:
    """Whether an exception says that a disk or a quota is full; safetensors says so in its text alone."""
    full = (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, OSError):
        return error.errno in full
    return isinstance(error, SafetensorError) and any(f"os error {code}" in str(error) for code in full)


def _is_out_of_memory(error: BaseException, text: str) -> bool:
    return type(error).__name__ == "OutOfMemoryError" or (
        isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text)
    )


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0].rstrip(".") or "no detail given"
