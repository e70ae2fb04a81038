"""Directories that are either complete or absent: training checkpoints and final models.

A directory is written under a temporary name, synced file by file, and renamed. A checkpoint also holds
manifest.json with the size and SHA-256 of each of its files; reading verifies all of them first. Tensors are
safetensors, the rest is JSON, nothing is pickled. This module knows files, not what is in them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from oreo_worker.failures import CorruptCheckpoint, DiskFull, NotFound, is_disk_full

MANIFEST = "manifest.json"
STATE = "state.json"
_NAME = re.compile(r"checkpoint-(\d+)")


def checkpoint_directory(output: Path, next_batch: int) -> Path:
    """Where the checkpoint before a batch lies."""
    return output / f"checkpoint-{next_batch}"


def save_checkpoint(
    directory: Path, tensors: Mapping[str, Mapping[str, Tensor]], state: Mapping[str, Any]
) -> None:
    """Writes named groups of tensors and a JSON state.."""

    def write(place: Path) -> None:
        for group, named in tensors.items():
            on_host = {name: tensor.detach().cpu().contiguous() for name, tensor in named.items()}
            save_file(on_host, place / f"{group}.safetensors")
        (place / STATE).write_text(json.dumps(state, indent=1, sort_keys=True))
        (place / MANIFEST).write_text(json.dumps(_manifest(place), indent=1, sort_keys=True))

    publish(directory, write)


def load_checkpoint(directory: Path) -> tuple[dict[str, dict[str, Tensor]], dict[str, Any]]:
    """Verifies every file, then returns the groups of tensors (on the host) and the state."""
    verify(directory)
    state = json.loads((directory / STATE).read_text())
    tensors: dict[str, dict[str, Tensor]] = {}
    for file in sorted(directory.glob("*.safetensors")):
        try:
            tensors[file.stem] = load_file(file)
        except SafetensorError as error:
            raise CorruptCheckpoint(f"{file} is not a safetensors file: {error}.", [str(file)]) from error
    return tensors, state


def verify(directory: Path) -> None:
    """Refuses a checkpoint with a missing, added or altered file, naming the file."""
    _recover(directory)
    if not directory.is_dir():
        others = ", ".join(path.name for path in checkpoints(directory.parent)) or "none"
        raise NotFound(f"There is no checkpoint {directory}; those that exist: {others}.", [str(directory)])
    mend = f"Put the file back, or delete {directory.parent}: the training then begins anew."
    manifest_file = directory / MANIFEST
    if not manifest_file.is_file():
        raise CorruptCheckpoint(f"{manifest_file} is missing. {mend}", [str(manifest_file)])
    try:
        expected = json.loads(manifest_file.read_text())["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptCheckpoint(f"{manifest_file} is not a manifest. {mend}", [str(manifest_file)]) from error
    present = {path.name for path in directory.iterdir()} - {MANIFEST}
    for name in sorted(present | set(expected)):
        file = directory / name
        if name not in present:
            raise CorruptCheckpoint(f"{file} is missing. {mend}", [str(file)])
        if name not in expected:
            raise CorruptCheckpoint(f"{file} does not belong to the checkpoint. {mend}", [str(file)])
        if _facts(file) != expected[name]:
            raise CorruptCheckpoint(
                f"{file} was altered: size or SHA-256 differ from the manifest. {mend}", [str(file)]
            )


def checkpoints(output: Path) -> list[Path]:
    """Checkpoints in a directory, the oldest first."""
    found = [
        (int(m.group(1)), path) for path in output.glob("checkpoint-*") if (m := _NAME.fullmatch(path.name))
    ]
    return [path for _, path in sorted(found)]


def keep_newest(output: Path, count: int) -> None:
    """Deletes all but the newest checkpoints."""
    for path in checkpoints(output)[:-count]:
        doomed = path.with_name(f".{path.name}.deleted")
        path.rename(doomed)
        shutil.rmtree(doomed)


def publish(directory: Path, write: Callable[[Path], None]) -> None:
    """Makes `directory` hold exactly what `write` writes: complete and synced, or unchanged."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    _recover(directory)
    fresh, aside = _sibling(directory, "new"), _sibling(directory, "old")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        write(fresh)
        for path in sorted(fresh.rglob("*"), reverse=True):
            _sync(path)
        _sync(fresh)
        if directory.exists():
            directory.rename(aside)
        fresh.rename(directory)
    except BaseException as error:
        shutil.rmtree(fresh, ignore_errors=True)
        _recover(directory)
        if is_disk_full(error):
            raise DiskFull.while_writing(directory) from error
        raise
    _sync(directory.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _recover(directory: Path) -> None:
    """Puts back what a process that died between two renames had moved aside."""
    aside = _sibling(directory, "old")
    if aside.exists():
        if directory.exists():
            shutil.rmtree(aside)
        else:
            with contextlib.suppress(FileNotFoundError):
                aside.rename(directory)


def _sibling(directory: Path, tag: str) -> Path:
    return directory.with_name(f".{directory.name}.{tag}")


def _manifest(directory: Path) -> dict[str, Any]:
    return {"files": {path.name: _facts(path) for path in sorted(directory.iterdir())}}


def _facts(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        return {"bytes": file.stat().st_size, "sha256": hashlib.file_digest(stream, "sha256").hexdigest()}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
