"""Finds code that plugs into the worker: "package.module:function".

Used for model loaders, tokenizers, tasks and reward functions. Whatever such code raises becomes one
PluginFailure that names the entry point and the place in the plug-in; it never looks like a bug of the
worker.
"""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from oreo_worker.failures import BadData, NotFound, PluginFailure, WorkerFailure


def entry_point(name: str, setting: str) -> Callable[..., Any]:
    """The function of that name. `setting` says where the name was written, for the message."""
    module_name, colon, function_name = name.partition(":")
    if not colon or not module_name or not function_name:
        raise BadData(f"{setting} is '{name}'; write it as package.module:function.", [name])
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        raise NotFound(
            f"{setting} '{name}': module '{error.name}' is not installed in the worker's Python. Install"
            " it there or"
            " put its folder on PYTHONPATH.",
            [name],
        ) from error
    except WorkerFailure:
        raise
    except Exception as error:
        raise PluginFailure(f"{setting} '{name}' fails at import: {where(error)}.", [name]) from error
    function = getattr(module, function_name, None)
    if not callable(function):
        raise NotFound(f"{setting} '{name}': {module_name} has no function '{function_name}'.", [name])
    return function  # type: ignore[no-any-return]


@contextmanager
def plugged_in(name: str, setting: str) -> Iterator[None]:
    """Turns what the plug-in raises inside the block into a PluginFailure."""
    try:
        yield
    except WorkerFailure:
        raise
    except Exception as error:
        raise PluginFailure(f"{setting} '{name}' raised {where(error)}.", [name]) from error


def where(error: BaseException) -> str:
    """The exception in one line, with the file and line of the innermost frame."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    text = str(error).strip().replace("\n", " ")
    return f"{type(error).__name__}: {text[:500]}{place}"


def frames_of(error: BaseException) -> str:
    """The exception's traceback from the first frame outside the worker on, in lines."""
    lines = traceback.format_exception(type(error), error, _outside(error.__traceback__))
    return "\n" + "".join(lines).strip()


def _outside(frames: TracebackType | None) -> TracebackType | None:
    inner = frames
    while inner is not None and inner.tb_frame.f_globals.get("__name__", "").startswith("oreo_worker."):
        inner = inner.tb_next
    return inner or frames
