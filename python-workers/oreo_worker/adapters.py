"""Low-rank adapters (LoRA) inside a causal model, by PEFT.

The adapters are put into the model's own module, so the model is used as before. With them switched off the
model is the one it started from: the reference policy needs no second copy of the weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from peft import LoraConfig, LoraModel
from torch import nn
from transformers.pytorch_utils import Conv1D

from oreo_worker.failures import BadData
from oreo_worker.policy import CausalModel
from oreo_worker.specs import LoraSpec


class Adapters:
    """The adapters of one model. Afterwards only they require gradients."""

    def __init__(self, model: CausalModel, spec: LoraSpec) -> None:
        targets = list(spec.target_modules) or _linear_layers(model)
        config = LoraConfig(
            r=spec.rank,
            lora_alpha=spec.alpha,  # type: ignore[arg-type]  # a scale; fractions work
            lora_dropout=spec.dropout,
            target_modules=targets,
            bias="none",
        )
        try:
            self._tuner = LoraModel(model.module, config, "default")
        except ValueError as error:
            raise BadData(f"No adapters could be added: {error}. Mend lora.target_modules.") from error
        for parameter in model.module.parameters():
            if parameter.requires_grad:
                parameter.data = parameter.data.float()
        self._merged = False

    @contextmanager
    def switched_off(self) -> Iterator[None]:
        """Inside, the model is what it was before the adapters were added."""
        self._tuner.disable_adapter_layers()
        try:
            yield
        finally:
            self._tuner.enable_adapter_layers()

    def merge(self) -> None:
        """Adds the adapters into the weights and takes them out of the module. Doing it twice is harmless."""
        if not self._merged:
            self._tuner.merge_and_unload(safe_merge=True)
            self._merged = True


def _linear_layers(model: CausalModel) -> list[str]:
    """Names of all linear layers, GPT-2's Conv1D too, but the projection to the vocabulary."""
    head, _ = model.projection()
    return [
        name
        for name, m in model.module.named_modules()
        if isinstance(m, nn.Linear | Conv1D) and m.weight is not head
    ]
