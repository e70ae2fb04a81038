"""The machine and the libraries that a worker runs on. Knows no tensors."""

from __future__ import annotations

import importlib.metadata
import os
import platform

_LIBRARIES = ("torch", "transformers", "tokenizers", "numpy", "safetensors", "peft")


def libraries() -> dict[str, str]:
    """Versions that results may depend on."""
    versions = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def processor_name() -> str:
    """Human name of the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def memory_bytes() -> int:
    """Bytes of memory of the machine in all."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
