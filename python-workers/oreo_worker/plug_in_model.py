"""Plugs in any nn.Module that maps token ids to logits and hidden states.

The loader, "package.module:function", is called with the model's directory and returns the module. The
module has `forward(input_ids, attention_mask=None, position_ids=None)` and returns `logits` [R, L, V] and
`hidden_states` (the last ones, [R, L, H], or a tuple that ends with them) as attributes, keys or in this
order. `hidden_states` are what its output projection is applied to; the projection is an nn.Linear named
`lm_head` or given by `get_output_embeddings()`. `attention_mask` is only passed for packed rows: bool [R,
1, L, L], true where a token may be attended to.

Attributes it may have: `context_length`, `end_token_ids`, `layers_count`, `save(directory)`. Without `save`
its state is written as model.safetensors beside copies of the directory's other files, which the same
loader can then read.

Shape letters: R = rows, L = tokens a row, H = hidden width, V = vocabulary, C = positions of a chunk.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_model
from torch import Tensor, nn

from oreo_worker.failures import BadData
from oreo_worker.plugins import entry_point, plugged_in
from oreo_worker.specs import ModelSource


def load_plug_in(source: ModelSource, dtype: torch.dtype, device: torch.device) -> nn.Module:
    """Calls the loader and puts the module on the device."""
    build = entry_point(source.loader, "model.loader")
    with plugged_in(source.loader, "model.loader"):
        module = build(source.directory)
    if not isinstance(module, nn.Module):
        raise BadData(
            f"model.loader '{source.loader}' returned {type(module).__name__}, not a torch.nn.Module.",
            [source.loader],
        )
    return module.to(device=device, dtype=dtype).eval()


class PlugInCausalModel:
    """A plug-in module as a CausalModel."""

    def __init__(self, module: nn.Module, source: ModelSource) -> None:
        self.module = module
        self._network = module
        self._source = source
        find = getattr(module, "get_output_embeddings", None)
        head = find() if callable(find) else getattr(module, "lm_head", None)
        if not isinstance(head, nn.Module) or not isinstance(getattr(head, "weight", None), Tensor):
            raise BadData(
                f"The module of model.loader '{source.loader}' shows no output projection. Name its"
                " nn.Linear lm_head or"
                " give it get_output_embeddings().",
                [source.loader],
            )
        self._head = head

    def hidden(
        self, token_ids_RL: Tensor, attention: Tensor | None, position_ids_RL: Tensor | None
    ) -> Tensor:
        """See CausalModel."""
        arguments: dict[str, Tensor] = {}
        if attention is not None:
            arguments["attention_mask"] = attention
        if position_ids_RL is not None:
            arguments["position_ids"] = position_ids_RL
        with plugged_in(self._source.loader, "model.loader"):
            output = self._network(token_ids_RL, **arguments)
        return _hidden_states(output, self._source.loader)

    def projection(self) -> tuple[Tensor, Tensor | None]:
        """See CausalModel."""
        return self._head.weight, getattr(self._head, "bias", None)  # type: ignore[return-value]

    def transform_logits(self, logits_CV: Tensor) -> Tensor:
        """See CausalModel."""
        return logits_CV

    def save(self, directory: Path) -> None:
        """See CausalModel; also the files of the source that are no weights."""
        origin = Path(self._source.directory)
        for path in origin.iterdir():
            if path.is_file() and path.suffix != ".safetensors" and not path.name.startswith("."):
                shutil.copyfile(path, directory / path.name)
        write = getattr(self._network, "save", None)
        with plugged_in(self._source.loader, "model.loader"):
            if callable(write):
                write(str(directory))
            else:
                save_model(self._network, str(directory / "model.safetensors"))


def _hidden_states(output: Any, loader: str) -> Tensor:
    if isinstance(output, dict):
        states = output.get("hidden_states")
    elif isinstance(output, tuple):
        states = output[1] if len(output) > 1 else None
    else:
        states = getattr(output, "hidden_states", None)
    if isinstance(states, tuple | list):
        states = states[-1]
    if not isinstance(states, Tensor) or states.dim() != 3:
        raise BadData(
            f"The module of model.loader '{loader}' returned no hidden_states of three dimensions beside"
            " its logits.",
            [loader],
        )
    return states
