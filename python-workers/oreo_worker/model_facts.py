"""What the orchestrator needs to know of a model, from the model in memory or from its directory alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import nn
from transformers import AutoConfig, GenerationConfig

import oreo_worker.minicpm  # noqa: F401  (makes the architecture known)
from oreo_worker.content_keys import content_key, tokenizer_key
from oreo_worker.failures import BadData, CorruptCheckpoint
from oreo_worker.model_directory import is_trusted, read_json
from oreo_worker.plug_in_model import PlugInCausalModel, load_plug_in
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import TextTokenizer, open_tokenizer

_CONTEXT_NAMES = (
    *("max_position_embeddings", "n_positions", "n_ctx", "max_sequence_length", "seq_length"),
    *("max_seq_len", "max_seq_length"),
)
# Models without positions to run out of (ALiBi, recurrent ones) state no length; then the run's own holds.
NO_LIMIT = 1 << 30


@dataclass(frozen=True)
class Facts:
    """Facts about a model; mirrors ModelFacts in lifecycle_service.proto."""

    content_key: str
    tokenizer_key: str
    parameters: int
    vocabulary_size: int
    # Most tokens of a text; NO_LIMIT where the model states none.
    context_length: int
    end_token_ids: tuple[int, ...]
    architecture: str
    hidden_size: int
    layers: int


def directory_facts(source: ModelSource) -> Facts:
    """Facts about a directory of safetensors, from headers; a plug-in's module is built to be asked."""
    directory = Path(source.directory)
    tokenizer = open_tokenizer(source)
    if source.loader:
        module = load_plug_in(source, torch.float32, torch.device("cpu"))
        if not hasattr(module, "config"):
            return plug_in_facts(PlugInCausalModel(module, source), tokenizer, directory)
    trusted = is_trusted(directory, read_json(directory / "config.json"), source.allowed_remote_code)
    config = AutoConfig.from_pretrained(directory, local_files_only=True, trust_remote_code=trusted)
    try:
        generation = GenerationConfig.from_pretrained(directory, local_files_only=True)
    except OSError:
        generation = None
    parameters = _stored_parameters(directory)
    architecture = (config.architectures or [type(config).__name__])[0]
    return transformers_facts((config, generation), (architecture, parameters), tokenizer, directory)


def transformers_facts(
    configs: tuple[Any, Any], network: tuple[str, int], tokenizer: TextTokenizer, directory: Path
) -> Facts:
    """Facts from (configuration, generation configuration or None) and (architecture, number of
    parameters)."""
    config = configs[0].get_text_config(decoder=True)
    end = (
        _ids(config.eos_token_id)
        | _ids(getattr(configs[1], "eos_token_id", None))
        | _ids(tokenizer.end_token_id)
    )
    context = next((int(getattr(config, n)) for n in _CONTEXT_NAMES if getattr(config, n, None)), 0)
    facts = Facts(
        content_key=content_key(directory),
        tokenizer_key=tokenizer_key(directory),
        parameters=network[1],
        vocabulary_size=int(config.vocab_size),
        context_length=context or tokenizer.model_max_length or NO_LIMIT,
        end_token_ids=tuple(sorted(end)),
        architecture=network[0],
        hidden_size=int(config.hidden_size),
        layers=int(config.num_hidden_layers),
    )
    return _checked(facts, tokenizer, directory)


def plug_in_facts(model: PlugInCausalModel, tokenizer: TextTokenizer, directory: Path) -> Facts:
    """Facts from the module's attributes."""
    module: nn.Module = model.module
    weight, _ = model.projection()
    facts = Facts(
        content_key=content_key(directory),
        tokenizer_key=tokenizer_key(directory),
        parameters=sum(p.numel() for p in module.parameters()),
        vocabulary_size=int(weight.shape[0]),
        context_length=int(getattr(module, "context_length", 0)) or tokenizer.model_max_length,
        end_token_ids=tuple(
            sorted(_ids(getattr(module, "end_token_ids", None)) | _ids(tokenizer.end_token_id))
        ),
        architecture=type(module).__name__,
        hidden_size=int(weight.shape[1]),
        layers=int(getattr(module, "layers_count", 0)),
    )
    return _checked(facts, tokenizer, directory)


def _checked(facts: Facts, tokenizer: TextTokenizer, directory: Path) -> Facts:
    if tokenizer.vocabulary_size > facts.vocabulary_size:
        raise BadData(
            f"The tokenizer in {directory} has {tokenizer.vocabulary_size} tokens, the model only"
            f" {facts.vocabulary_size} rows of embeddings. Take the model's own tokenizer or resize the"
            " model.",
            [str(directory)],
        )
    if not facts.context_length:
        raise BadData(
            f"The module that was plugged in for {directory} does not say how long a text may be. Give it the"
            " attribute context_length.",
            [str(directory)],
        )
    return facts


def _stored_parameters(directory: Path) -> int:
    total = 0
    for path in sorted(directory.glob("*.safetensors")):
        try:
            with safe_open(path, framework="pt") as tensors:
                names = list(tensors.keys())
                total += sum(math.prod(tensors.get_slice(name).get_shape()) for name in names)
        except Exception as error:
            # The library's own exception type is not part of its stubs; any failure to read a header is
            # damage.
            raise CorruptCheckpoint(
                f"Weight file {path} is damaged: {error}. Copy it again.", [str(path)]
            ) from error
    return total


def _ids(value: int | list[int] | tuple[int, ...] | None) -> set[int]:
    if value is None:
        return set()
    return {int(v) for v in value} if isinstance(value, list | tuple) else {int(value)}
