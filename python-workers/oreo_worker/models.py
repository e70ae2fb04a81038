"""Loads policies and critics: Hugging Face directories, GGUF files, adapters beside their base, plug-in
modules.

Start at `load_policy`. Weights come from safetensors or GGUF; pickles are refused, and Python code in a
model directory runs only if the caller allows it by name. Nothing is fetched from a network.

Shape letters: R = rows, L = tokens a row, H = hidden width, V = vocabulary, C = positions of a chunk.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModelForCausalLM, PreTrainedModel
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

from oreo_worker.content_keys import tokenizer_files
from oreo_worker.failures import BadData, CorruptCheckpoint, NotFound, Refused
from oreo_worker.model_facts import Facts, plug_in_facts, transformers_facts
from oreo_worker.plug_in_model import PlugInCausalModel, load_plug_in
from oreo_worker.policy import CausalModel
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import TextTokenizer, open_tokenizer
from oreo_worker.value_head import Critic, has_head, load_critic

_PICKLE_SUFFIXES = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"})
# Halves of a forward pass must agree with the whole to this, relative to the largest logit.
_AGREEMENT = 2e-2


@dataclass(frozen=True)
class Policy:
    """A causal model with its tokenizer."""

    model: CausalModel
    tokenizer: TextTokenizer
    facts: Facts


class HuggingFaceCausalModel:
    """A causal model of transformers, read in two halves."""

    def __init__(self, network: PreTrainedModel, source: ModelSource) -> None:
        self.module: nn.Module = network
        self.network = network
        self._source = source
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
        """Weights as safetensors, configuration, and the tokenizer's files as they were."""
        self.network.save_pretrained(directory)
        copy_tokenizer(self._source, directory)

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
    return Policy(model, tokenizer, _facts(model, tokenizer, directory))


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
    if (directory / "adapter_config.json").is_file():
        return _load_adapter(source, dtype)
    trusted = _check_directory(directory, source.allowed_remote_code)
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


def _check_directory(directory: Path, allowed_remote_code: tuple[str, ...]) -> bool:
    """Refuses pickles and remote code; true if the directory's own Python code was allowed by name."""
    if not (directory / "config.json").is_file():
        raise NotFound(
            f"{directory} holds no config.json; a model directory in Hugging Face format is needed."
        )
    names = [path.name for path in directory.iterdir() if path.is_file()]
    if not any(name.endswith(".safetensors") for name in names):
        pickles = sorted(name for name in names if Path(name).suffix in _PICKLE_SUFFIXES)
        if pickles:
            raise Refused(
                f"{directory} holds its weights as pickles ({', '.join(pickles[:3])}), which can run code"
                " when read."
                " Convert them to safetensors first.",
                [str(directory)],
            )
        raise NotFound(f"{directory} holds no weights (*.safetensors). For a GGUF file name it as gguf_file.")
    config = _json(directory / "config.json")
    auto_map = config.get("auto_map") or {}
    allowed = directory.name in allowed_remote_code or config.get("_name_or_path") in allowed_remote_code
    if config.get("model_type") not in CONFIG_MAPPING and not (auto_map and allowed):
        raise Refused(
            f"{directory} needs Python code of its own ({config.get('model_type') or 'no model_type'}),"
            " which is not"
            f" allowed. Read the code, then allow it by the name '{directory.name}'.",
            [str(directory)],
        )
    return bool(auto_map) and allowed


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


def _load_adapter(source: ModelSource, dtype: torch.dtype) -> PreTrainedModel:
    from peft import PeftModel

    directory = Path(source.directory)
    if not (directory / "adapter_model.safetensors").is_file():
        raise Refused(
            f"{directory} holds an adapter without adapter_model.safetensors; pickled adapters are refused."
        )
    named = Path(str(_json(directory / "adapter_config.json").get("base_model_name_or_path") or ""))
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


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CorruptCheckpoint(f"{path} is no JSON: {error}. Copy the file again.", [str(path)]) from error
    if not isinstance(content, dict):
        raise CorruptCheckpoint(f"{path} is no JSON object. Copy the file again.", [str(path)])
    return content


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
