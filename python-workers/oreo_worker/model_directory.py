"""What a model directory says of itself before anything of it is loaded, and what is refused for it.

Start at `check_directory`. Weights come from safetensors; pickles are refused, and so is what is no causal
model with weights that can be trained, each with what it is and what to do. Loads no weights.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors import safe_open
from transformers import AutoModelForCausalLM
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

from oreo_worker.failures import CorruptCheckpoint, NotFound, Refused

ADAPTER_FILE = "adapter_config.json"
_PICKLE_SUFFIXES = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"})
_HALVES = {"BF16": torch.bfloat16, "F16": torch.float16}


def check_directory(directory: Path, allowed_remote_code: tuple[str, ...]) -> bool:
    """Refuses what cannot be read; true if the directory's own Python code was allowed by name."""
    if not (directory / "config.json").is_file():
        raise NotFound(
            f"{directory} holds no config.json; a model directory in Hugging Face format is needed."
        )
    _check_weights(directory)
    config = read_json(directory / "config.json")
    trusted = is_trusted(directory, config, allowed_remote_code)
    if not trusted:
        _check_architecture(directory, config)
    if config.get("quantization_config"):
        method = config["quantization_config"].get("quant_method", "an unnamed method")
        raise Refused(
            f"{directory} holds quantised weights ({method}), which cannot be trained. Take the model that it"
            " was made from, or dequantise it: load it with transformers, call .dequantize(), and save it.",
            [str(directory)],
        )
    return trusted


def is_trusted(directory: Path, config: dict[str, Any], allowed_remote_code: tuple[str, ...]) -> bool:
    """Whether the directory has Python code of its own that was allowed by name."""
    names = (directory.name, config.get("_name_or_path"))
    return bool(config.get("auto_map")) and any(name in allowed_remote_code for name in names)


def stored_dtype(directory: Path) -> torch.dtype:
    """The type of most of the weights in a directory: bfloat16, float16, or else float32."""
    sizes: Counter[str] = Counter()
    for path in sorted(directory.glob("*.safetensors")):
        with safe_open(path, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118  (a handle, not a dictionary)
                part = tensors.get_slice(name)
                sizes[part.get_dtype()] += torch.Size(part.get_shape()).numel()
    return _HALVES.get(sizes.most_common(1)[0][0], torch.float32) if sizes else torch.float32


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file of a model."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CorruptCheckpoint(f"{path} is no JSON: {error}. Copy the file again.", [str(path)]) from error
    if not isinstance(content, dict):
        raise CorruptCheckpoint(f"{path} is no JSON object. Copy the file again.", [str(path)])
    return content


def _check_weights(directory: Path) -> None:
    names = [path.name for path in directory.iterdir() if path.is_file()]
    if any(name.endswith(".safetensors") for name in names):
        return
    pickles = sorted(name for name in names if Path(name).suffix in _PICKLE_SUFFIXES)
    if pickles:
        raise Refused(
            f"{directory} holds its weights as pickles ({', '.join(pickles[:3])}), which can run code"
            " when read. Convert them to safetensors first.",
            [str(directory)],
        )
    raise NotFound(f"{directory} holds no weights (*.safetensors). For a GGUF file name it as gguf_file.")


def _check_architecture(directory: Path, config: dict[str, Any]) -> None:
    kind = str(config.get("model_type", ""))
    if kind in CONFIG_MAPPING:
        if CONFIG_MAPPING[kind] not in AutoModelForCausalLM._model_mapping:
            what = "an encoder-decoder" if config.get("is_encoder_decoder") else "no causal language model"
            raise Refused(
                f"{directory} holds {what} ({kind}); only causal language models, which are decoders alone,"
                " can be trained. Choose one of those.",
                [str(directory)],
            )
        return
    if config.get("auto_map"):
        raise Refused(
            f"{directory} needs Python code of its own ({kind or 'no model_type'}), which is not allowed."
            f" Read the code, then allow it by the name '{directory.name}': --set"
            f" model.allowed_remote_code='[\"{directory.name}\"]'.",
            [str(directory)],
        )
    raise Refused(
        f"{directory} has the architecture {kind or '(config.json names no model_type)'}, which transformers"
        f" {transformers.__version__} does not know, and brings no code that one could allow. Look for a"
        " newer transformers, or plug the model in with a loader of your own (model.loader).",
        [str(directory)],
    )
