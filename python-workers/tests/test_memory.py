"""Memory that a finished training leaves behind."""

from __future__ import annotations

import os
import platform
import threading
import weakref
from pathlib import Path

import pytest
import torch
from learning_fixtures import oreo_spec, tiny_model

from oreo_worker.memory import give_back
from oreo_worker.specs import LoraSpec
from oreo_worker.trainer import open_training

CPU = torch.device("cpu")
MEGABYTE = 1 << 20


def resident() -> int:
    """Bytes of memory that the process holds."""
    with open("/proc/self/statm", encoding="ascii") as line:
        return int(line.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def tensor(megabytes: int) -> torch.Tensor:
    return torch.ones(megabytes * MEGABYTE // 4)


def work_and_leave(kept: list[torch.Tensor]) -> None:
    """As a training: many tensors come and go, and something small outlives them."""
    tensors = [tensor(4) for _ in range(60)]
    kept.append(torch.ones(8))
    del tensors


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator")
def test_what_a_thread_freed_goes_back_to_the_system() -> None:
    # The first freed block of this size makes the allocator keep smaller ones.
    tensor(31)
    kept: list[torch.Tensor] = []
    before = resident()
    thread = threading.Thread(target=work_and_leave, args=(kept,))
    thread.start()
    thread.join()
    left = resident() - before

    give_back(CPU)

    assert left > 100 * MEGABYTE, "nothing was left behind, so this test shows nothing"
    assert resident() - before < 40 * MEGABYTE


def test_a_training_that_refers_to_itself_is_freed(tmp_path: Path) -> None:
    adapters = LoraSpec(rank=2, alpha=4)
    spec = oreo_spec(tiny_model(tmp_path / "model"), tmp_path / "out", policy_lora=adapters)
    trainer = open_training(spec, CPU)
    models = weakref.ref(trainer._models)
    assert models() is not None

    del trainer
    give_back(CPU)

    assert models() is None
