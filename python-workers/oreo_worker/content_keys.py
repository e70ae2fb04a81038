"""Names a model directory by what lies in it: SHA-256 over configuration, weights and tokenizer files.

A key covers the names and digests of the files that decide what the model computes; notes, hidden files and
weights in formats that are never read do not count. Digests of files are remembered in memory by size and
modification time, and nothing is written into the directory.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from oreo_worker.failures import NotFound

_MODEL_SUFFIXES = frozenset(
    {".json", ".safetensors", ".gguf", ".model", ".txt", ".jinja", ".tiktoken", ".py"}
)
_TOKENIZER_STEMS = ("tokenizer", "special_tokens_map", "added_tokens", "vocab", "merges", "chat_template")
_TOKENIZER_SUFFIXES = frozenset({".model", ".tiktoken"})

_digests: dict[tuple[str, int, int], str] = {}
_digests_lock = threading.Lock()


def content_key(directory: Path) -> str:
    """SHA-256 over all files that the model depends on."""
    return _key(directory, model_files(directory))


def tokenizer_key(directory: Path) -> str:
    """SHA-256 over the tokenizer's files; over the whole model's where the tokenizer lies inside the
    weights' file."""
    return _key(directory, tokenizer_files(directory) or model_files(directory))


def model_files(directory: Path) -> list[Path]:
    """Files that the model depends on, by name."""
    if not directory.is_dir():
        raise NotFound(
            f"Model directory {directory} does not exist; prepare the model first or mend the path."
        )
    return sorted(
        path
        for path in directory.iterdir()
        if path.is_file() and not path.name.startswith(".") and path.suffix in _MODEL_SUFFIXES
    )


def tokenizer_files(directory: Path) -> list[Path]:
    """Files of the tokenizer among them; empty for a GGUF file or a plug-in with files of its own."""
    return [
        path
        for path in model_files(directory)
        if path.name.startswith(_TOKENIZER_STEMS) or path.suffix in _TOKENIZER_SUFFIXES
    ]


def file_digest(path: Path) -> str:
    """SHA-256 of one file."""
    status = path.stat()
    memory_key = (str(path.resolve()), status.st_size, status.st_mtime_ns)
    with _digests_lock:
        known = _digests.get(memory_key)
    if known is None:
        with path.open("rb") as file:
            known = hashlib.file_digest(file, "sha256").hexdigest()
        with _digests_lock:
            _digests[memory_key] = known
    return known


def _key(directory: Path, files: list[Path]) -> str:
    if not files:
        raise NotFound(
            f"Model directory {directory} holds no model files (config.json and *.safetensors, or *.gguf)."
        )
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.name}\n{file_digest(path)}\n".encode())
    return total.hexdigest()
