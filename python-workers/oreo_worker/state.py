"""What a worker holds: its device, its loaded models, its tokenizers, and whether it takes new work.

Model work is serialised by one lock: the device is one, and results must not depend on who else computes.
Waiting for the lock ends when the caller has gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import torch

from oreo_worker.admission import Admission
from oreo_worker.content_keys import content_key
from oreo_worker.failures import BadData, Cancelled, CorruptCheckpoint, NotFound
from oreo_worker.memory import give_back
from oreo_worker.model_facts import Facts
from oreo_worker.models import LoadedCritic, Policy, load_policy, load_scoring_critic
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import TokenizerShelf, TokenTexts

_LOCK_POLL_SECONDS = 0.2
_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


class ModelRole(Enum):
    """What a model is used as."""

    POLICY = "policy"
    CRITIC = "critic"


@dataclass(frozen=True)
class LoadOrder:
    """What to load; mirrors LoadModelRequest."""

    model_id: str
    source: ModelSource
    role: ModelRole
    dtype: str = ""
    expected_content_key: str = ""


@dataclass(frozen=True)
class LoadedModel:
    """A model in memory under a name."""

    order: LoadOrder
    content: Policy | LoadedCritic
    texts: TokenTexts | None = None

    @property
    def facts(self) -> Facts:
        """Facts about it."""
        return self.content.facts


@dataclass
class WorkerState(Admission):
    """The one state of a worker process that serves models."""

    device: torch.device
    shelf: TokenizerShelf = field(default_factory=TokenizerShelf)
    model_lock: threading.Lock = field(default_factory=threading.Lock)
    models: dict[str, LoadedModel] = field(default_factory=dict)

    @contextmanager
    def model_work(self, cancelled: Callable[[], bool]) -> Iterator[None]:
        """The device, for one piece of work."""
        while not self.model_lock.acquire(timeout=_LOCK_POLL_SECONDS):
            if cancelled():
                raise Cancelled("The call ended while it waited for the device; send it again.")
        try:
            yield
        finally:
            self.model_lock.release()

    def load(self, order: LoadOrder) -> LoadedModel:
        """Loads a model; the same order twice is one load."""
        key = content_key(Path(order.source.directory))
        if order.expected_content_key and order.expected_content_key != key:
            raise CorruptCheckpoint(
                f"{order.source.directory} has the content key {key[:12]}…, expected was"
                f" {order.expected_content_key[:12]}…: a file was altered. Restore it or prepare the"
                " model again.",
                [order.source.directory],
            )
        held = self.models.get(order.model_id)
        if held is not None:
            same = (held.order.source, held.order.role, held.order.dtype) == (
                order.source,
                order.role,
                order.dtype,
            )
            if same and held.facts.content_key == key:
                return held
            if not same:
                raise BadData(
                    f"Model '{order.model_id}' is loaded from {held.order.source.directory} as"
                    f" {held.order.role.value}; unload it or take another name.",
                    [order.model_id],
                )
        loaded = self._read(order)
        self.models[order.model_id] = loaded
        return loaded

    def unload(self, model_id: str) -> None:
        """Forgets a model and gives its memory back."""
        self._held(model_id)
        del self.models[model_id]
        give_back(self.device)

    def policy(self, model_id: str) -> tuple[Policy, TokenTexts]:
        """A loaded policy and the texts of its tokens."""
        held = self._held(model_id)
        if not isinstance(held.content, Policy) or held.texts is None:
            raise BadData(f"Model '{model_id}' is a critic; generation needs a policy.", [model_id])
        return held.content, held.texts

    def critic(self, model_id: str) -> LoadedCritic:
        """A loaded critic."""
        held = self._held(model_id)
        if not isinstance(held.content, LoadedCritic):
            raise BadData(f"Model '{model_id}' is a policy; values need a critic.", [model_id])
        return held.content

    def _held(self, model_id: str) -> LoadedModel:
        held = self.models.get(model_id)
        if held is None:
            names = ", ".join(sorted(self.models)) or "none"
            raise NotFound(f"No model '{model_id}' is loaded (loaded: {names}). Load it first.", [model_id])
        return held

    def _read(self, order: LoadOrder) -> LoadedModel:
        dtype = self.dtype(order.dtype)
        if order.role is ModelRole.CRITIC:
            return LoadedModel(order, load_scoring_critic(order.source, dtype, self.device))
        policy = load_policy(order.source, dtype, self.device)
        return LoadedModel(order, policy, TokenTexts(policy.tokenizer))

    def dtype(self, name: str) -> torch.dtype:
        """The compute type; empty is bfloat16 on an accelerator that has it and float32 elsewhere."""
        if not name:
            fast = self.device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
            return torch.bfloat16 if fast else torch.float32
        if name not in _DTYPES:
            raise BadData(f"dtype is '{name}'; write float32, bfloat16, float16 or leave it empty.")
        return _DTYPES[name]
