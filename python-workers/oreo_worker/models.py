"""Loads policies and critics: Hugging Face directories, GGUF files, adapters beside their base, plug-in
modules.

Start at `load_policy`. Weights come from safetensors or GGUF, and Python code in a model directory runs only
if the caller allows it by name. Nothing is fetched from a network. What is loaded is probed (`self_check`).

Shape letters: R = rows, L = tokens a row, H = hidden width, V = vocabulary, C = positions of a chunk.
"""

from __future__ import annotations

import copy
import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModelForCausalLM, PreTrainedModel

from oreo_worker.content_keys import tokenizer_files
from oreo_worker.decoder import CachedDecoder
from oreo_worker.failures import BadData, CorruptCheckpoint, NotFound, Refused
from oreo_worker.model_directory import ADAPTER_FILE, check_directory, read_json, stored_dtype
from oreo_worker.model_facts import Facts, plug_in_facts, transformers_facts
from oreo_worker.plug_in_model import PlugInCausalModel, load_plug_in
from oreo_worker.policy import CausalModel
from oreo_worker.self_check import cache_problem, looks_ahead
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import TextTokenizer, open_tokenizer
from oreo_worker.value_head import Critic, has_head, load_critic

_log = logging.getLogger("oreo_worker")

# Halves of a forward pass must agree with the whole to this, relative to the largest logit.
_AGREEMENT = 2e-2


@dataclass(frozen=True)
class Policy:
    """A causal model with its tokenizer.

    `without_cache` says why it is decoded by whole forward passes; empty where its cache serves.
    """

    model: CausalModel
    tokenizer: TextTokenizer
    facts: Facts
    without_cache: str = ""


class HuggingFaceCausalModel:
    """A causal model of transformers, read in two halves."""

    def __init__(self, network: PreTrainedModel, source: ModelSource) -> None:
        self.module: nn.Module = network
        self.network = network
        self._source = source
        self._stored = stored_dtype(Path(source.directory))
        text_config = network.config.get_text_config(decoder=True)
        self._softcap = getattr(text_config, "final_logit_softcapping", None)
        # Cohere multiplies its logits, Granite divides them.
        self._scale = getattr(text_config, "logit_scale", None) or 1.0
        if getattr(text_config, "logits_scaling", None):
            self._scale = 1.0 / text_config.logits_scaling

    def hidden(
        self, token_ids_RL: Tensor, attention: Tensor | None, position_ids_RL: Tensor | None
    ) -> Tensor:
        """See CausalModel."""
        arguments: dict[str, Any] = {} if position_ids_RL is None else {"position_ids": position_ids_RL}
        output = self.network.base_model(
            input_ids=token_ids_RL, attention_mask=attention, use_cache=False, **arguments
        )
        states: Tensor = output.last_hidden_state
        return states

    def projection(self) -> tuple[Tensor, Tensor | None]:
        """See CausalModel."""
        head = self.network.get_output_embeddings()
        return head.weight, getattr(head, "bias", None)

    def transform_logits(self, logits_CV: Tensor) -> Tensor:
        """See CausalModel."""
        if self._scale != 1.0:
            logits_CV = logits_CV * self._scale
        if self._softcap:
            logits_CV = torch.tanh(logits_CV / self._softcap) * self._softcap
        return logits_CV

    def save(self, directory: Path) -> None:
        """Weights as safetensors, in the type that they were read from, configuration, and the tokenizer's
        files and the directory's own code as they were."""
        dtype = self._stored
        self.network.save_pretrained(directory, state_dict=_cast(self.network.state_dict(), dtype))
        if dtype != torch.float32:
            file = directory / "config.json"
            config = json.loads(file.read_text(encoding="utf-8"))
            config["dtype"] = str(dtype).removeprefix("torch.")
            file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        copy_tokenizer(self._source, directory)
        if self._source.allowed_remote_code:
            for path in sorted(Path(self._source.directory).glob("*.py")):
                shutil.copyfile(path, directory / path.name)

    def on_same_weights(self) -> HuggingFaceCausalModel:
        """A second model on this one's memory: its parameters are fixed, and its modules are its own."""
        shared = {id(p): nn.Parameter(p.detach(), requires_grad=False) for p in self.network.parameters()}
        return HuggingFaceCausalModel(copy.deepcopy(self.network, dict(shared)), self._source)


@dataclass(frozen=True)
class LoadedCritic:
    """A critic with the facts of its backbone and the tokenizer of its directory."""

    critic: Critic
    facts: Facts


def load_policy(source: ModelSource, dtype: torch.dtype, device: torch.device) -> Policy:
    """Reads a causal model and its tokenizer; fails if the tokenizer has tokens that the model lacks."""
    directory = Path(source.directory)
    model = load_causal_model(source, dtype, device)
    tokenizer = open_tokenizer(source)
    return Policy(model, tokenizer, _facts(model, tokenizer, directory), _without_cache(model, device))


def _without_cache(model: CausalModel, device: torch.device) -> str:
    if not isinstance(model, HuggingFaceCausalModel):
        return "a plug-in has none"
    network = model.network
    problem = cache_problem(
        network, lambda: CachedDecoder(network), _on_device(next_token_logits(model), device)
    )
    if problem:
        _log.warning("%s is decoded by whole forward passes, slowly: %s", type(network).__name__, problem)
    return problem


def _on_device(
    last_logits: Callable[[Tensor, Tensor], Tensor], device: torch.device
) -> Callable[[Tensor, Tensor], Tensor]:
    return lambda ids_RL, lengths_R: last_logits(ids_RL.to(device), lengths_R.to(device))


def load_scoring_critic(source: ModelSource, dtype: torch.dtype, device: torch.device) -> LoadedCritic:
    """Reads a critic's directory for scoring; a causal model without a head is refused, for it knows no
    values."""
    directory = Path(source.directory)
    if not has_head(directory):
        raise BadData(
            f"{directory} holds no value head, so it is no critic. Load it as a policy, or name a trained"
            " critic.",
            [source.directory],
        )
    critic = load_critic(
        source.directory, lambda: load_causal_model(source, dtype, device, headless=True), device
    )
    critic.train(False)
    return LoadedCritic(critic, _facts(critic.backbone, open_tokenizer(source), directory))


def load_causal_model(
    source: ModelSource, dtype: torch.dtype, device: torch.device, headless: bool = False
) -> CausalModel:
    """Reads a causal model of any supported kind, in evaluation mode.

    `headless`: the projection to the vocabulary may be missing, as in critics of other trainers.
    """
    if source.loader:
        module = load_plug_in(source, dtype, device)
        if not isinstance(module, PreTrainedModel):
            return PlugInCausalModel(module, source)
        network = module
    else:
        network = _load_transformers(source, dtype, headless).to(device)  # type: ignore[arg-type]
    model = HuggingFaceCausalModel(network.eval(), source)
    if looks_ahead(model):
        raise BadData(
            f"{type(network).__name__} in {source.directory} reads tokens that come later, as encoders do, so"
            " it is no causal language model. Choose one that is.",
            [source.directory],
        )
    _check_halves(model, device)
    return model


def next_token_logits(model: CausalModel) -> Callable[[Tensor, Tensor], Tensor]:
    """Logits after the last token of right-padded rows: ids [R, L] and lengths [R] to [R, V]."""

    def last_logits(ids_RL: Tensor, lengths_R: Tensor) -> Tensor:
        hidden_RLH = model.hidden(ids_RL, None, None)
        last_RH = hidden_RLH[torch.arange(len(lengths_R), device=ids_RL.device), lengths_R - 1]
        weight, bias = model.projection()
        return model.transform_logits(nn.functional.linear(last_RH.to(weight.dtype), weight, bias))

    return last_logits


def _cast(state: dict[str, Tensor], dtype: torch.dtype) -> dict[str, Tensor]:
    """Floating tensors in another type; tensors that share memory still do, so that each is saved once."""
    cast: dict[tuple[int, torch.Size], Tensor] = {}
    for tensor in state.values():
        if tensor.is_floating_point():
            cast.setdefault((tensor.data_ptr(), tensor.shape), tensor.to(dtype))
    return {
        name: cast[tensor.data_ptr(), tensor.shape] if tensor.is_floating_point() else tensor
        for name, tensor in state.items()
    }


def copy_tokenizer(source: ModelSource, directory: Path) -> None:
    """Copies the tokenizer's files unchanged, so that trajectories stay tied to the same tokenizer key."""
    files = tokenizer_files(Path(source.directory))
    for path in files:
        if path.resolve() != (directory / path.name).resolve():
            shutil.copyfile(path, directory / path.name)


def _load_transformers(source: ModelSource, dtype: torch.dtype, headless: bool = False) -> PreTrainedModel:
    directory = Path(source.directory)
    if not directory.is_dir():
        raise NotFound(
            f"Model directory {directory} does not exist; prepare the model first or mend the path."
        )
    if source.gguf_file:
        return _load_gguf(directory, source.gguf_file, dtype)
    if is_adapter(source):
        return _load_adapter(source, dtype)
    trusted = check_directory(directory, source.allowed_remote_code)
    try:
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            directory,
            dtype=dtype,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=trusted,
            output_loading_info=True,
        )
        network, report = loaded
    except (OSError, ValueError, KeyError) as error:
        raise CorruptCheckpoint(
            f"The model in {directory} cannot be read: {_first_line(error)}. Copy the directory again.",
            [source.directory],
        ) from error
    except Exception as error:
        # What transformers raises, without a type of its own, after it has logged the shapes.
        if "ignore_mismatched_sizes" in str(error):
            raise CorruptCheckpoint(
                f"The weights in {directory} do not fit config.json: tensors have other shapes. Copy the"
                " directory again.",
                [source.directory],
            ) from error
        if type(error).__name__ != "SafetensorError":
            raise
        raise CorruptCheckpoint(
            f"A weight file in {directory} is damaged: {_first_line(error)}. Copy the directory again.",
            [source.directory],
        ) from error
    missing = sorted(key for key in report["missing_keys"] if not (headless and key.startswith("lm_head")))
    if missing:
        raise CorruptCheckpoint(
            f"The weights in {directory} lack {len(missing)} tensors of the configuration, e.g."
            f" {missing[0]}. Copy the"
            " directory again.",
            [source.directory],
        )
    return network  # type: ignore[no-any-return]


def _load_gguf(directory: Path, gguf_file: str, dtype: torch.dtype) -> PreTrainedModel:
    path = directory / gguf_file
    if not path.is_file():
        raise NotFound(f"GGUF file {path} does not exist.", [str(path)])
    try:
        network = AutoModelForCausalLM.from_pretrained(
            directory, gguf_file=gguf_file, dtype=dtype, local_files_only=True
        )
    except (ValueError, KeyError) as error:
        raise CorruptCheckpoint(
            f"GGUF file {path} cannot be read: {_first_line(error)}.", [str(path)]
        ) from error
    return unquantised(network)


def unquantised(network: PreTrainedModel) -> PreTrainedModel:
    """Takes the quantisation marker off dequantised GGUF weights; with it transformers refuses to save
    them."""
    network.is_quantized = False  # type: ignore[assignment]
    for owner, name in ((network, "hf_quantizer"), (network.config, "quantization_config")):
        if hasattr(owner, name):
            delattr(owner, name)
    return network


def is_adapter(source: ModelSource) -> bool:
    """Whether the directory holds an adapter, whose weights belong to a base elsewhere."""
    return not source.gguf_file and (Path(source.directory) / ADAPTER_FILE).is_file()


def _load_adapter(source: ModelSource, dtype: torch.dtype) -> PreTrainedModel:
    from peft import PeftModel

    directory = Path(source.directory)
    if not (directory / "adapter_model.safetensors").is_file():
        raise Refused(
            f"{directory} holds an adapter without adapter_model.safetensors; pickled adapters are refused."
        )
    named = Path(str(read_json(directory / ADAPTER_FILE).get("base_model_name_or_path") or ""))
    base = next((p for p in (named, directory.parent / named.name) if named.name and p.is_dir()), None)
    if base is None:
        raise NotFound(
            f"The adapter in {directory} belongs to the base '{named}', which is no directory here. Put"
            " the base beside"
            " the adapter or mend base_model_name_or_path in adapter_config.json.",
            [str(named)],
        )
    network = _load_transformers(
        ModelSource(str(base), allowed_remote_code=source.allowed_remote_code), dtype
    )
    adapted = PeftModel.from_pretrained(network, str(directory), local_files_only=True)
    return adapted.merge_and_unload()  # type: ignore[no-any-return]


def _check_halves(model: HuggingFaceCausalModel, device: torch.device) -> None:
    """Hidden states and projection must give the model's own logits, or training would optimise another
    model."""
    ids = (
        torch.arange(1, 4, device=device)[None, :]
        % model.network.config.get_text_config(decoder=True).vocab_size
    )
    with torch.no_grad():
        whole = model.network(input_ids=ids, use_cache=False).logits.float()
        weight, bias = model.projection()
        hidden = model.hidden(ids, None, None)
        halves = model.transform_logits(nn.functional.linear(hidden.to(weight.dtype), weight, bias)).float()
    if float((whole - halves).abs().max()) > _AGREEMENT * max(1.0, float(whole.abs().max())):
        raise BadData(
            f"{type(model.network).__name__} changes its logits behind the projection in a way we do not"
            " know. Plug the"
            " model in with a loader of your own."
        )


def _facts(model: CausalModel, tokenizer: TextTokenizer, directory: Path) -> Facts:
    if isinstance(model, HuggingFaceCausalModel):
        network = model.network
        named = (type(network).__name__, sum(p.numel() for p in network.parameters()))
        return transformers_facts((network.config, network.generation_config), named, tokenizer, directory)
    assert isinstance(model, PlugInCausalModel)
    return plug_in_facts(model, tokenizer, directory)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
