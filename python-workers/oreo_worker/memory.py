"""Gives memory back that a worker no longer uses."""

from __future__ import annotations

import ctypes
import gc

import torch


def give_back(device: torch.device) -> None:
    """Returns what was freed to the accelerator and to the operating system.

    A training that refers to itself is freed first. The C library keeps freed memory in the thread that took
    it, and each call has a thread of its own: without this every training adds its peak to the last one's.
    """
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    # Only glibc has it, and only glibc needs it.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
