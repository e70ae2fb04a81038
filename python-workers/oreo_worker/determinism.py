"""Everything a floating-point result depends on, in one place: seeds, algorithms, threads, libraries.

`settle` must run before torch computes anything. A result is promised to repeat only under the same report.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from oreo_worker import host
from oreo_worker.failures import BadData


def settle(threads: int) -> None:
    """Fixes the number of threads (0: as found) and asks every library for repeatable results."""
    os.environ.setdefault("MKL_CBWR", "COMPATIBLE" if platform.machine() != "x86_64" else "AVX2,STRICT")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    if threads:
        torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
    torch.backends.cuda.matmul.allow_tf32 = False


def chosen_device(name: str) -> torch.device:
    """The device of that name; auto takes an accelerator if there is one. Raises BadData if it is absent."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    device = torch.device("cuda:0" if name == "cuda" else name)
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise BadData(
            f"--device {name} was asked for, but torch sees {torch.cuda.device_count()} CUDA devices. Take"
            " --device cpu or mend the driver."
        )
    if device.type == "mps" and not torch.backends.mps.is_available():
        raise BadData("--device mps was asked for, but torch sees no such device. Take --device cpu.")
    return device


def stream_seed(seed: int, *position: int | str) -> int:
    """A seed for one place of one run: equal arguments give equal seeds, different ones unrelated seeds."""
    text = "/".join(str(part) for part in (seed, *position))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


@contextmanager
def random_stream(device: torch.device, seed: int) -> Iterator[None]:
    """Draws inside come from this seed alone; the global random state is as before afterwards."""
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield


def device_name(device: torch.device) -> str:
    """Human name of the device or processor."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{host.processor_name()} ({torch.backends.cpu.get_cpu_capability()})"


def memory_bytes(device: torch.device) -> int:
    """Bytes of device memory in all; host memory for a CPU."""
    if device.type == "cuda":
        return int(torch.cuda.get_device_properties(device).total_memory)
    return host.memory_bytes()
