"""MiniCPM's arithmetic against a Llama that has its constants multiplied into the weights."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import LlamaConfig, LlamaForCausalLM

from oreo_worker.models import load_causal_model
from oreo_worker.preparation import RandomModel, prepare_model
from oreo_worker.specs import ModelSource
from oreo_worker.tokenizer_training import TokenizerTraining

_SHAPE = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "max_position_embeddings": 64,
    "initializer_range": 0.3,
}
_CONSTANTS = {"scale_emb": 12, "scale_depth": 1.4, "dim_model_base": 8}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    training = TokenizerTraining(kind="character", vocabulary_size=0, corpus=("abcdefgh 0123456789\n",))
    config = json.dumps({"model_type": "minicpm", **_SHAPE, **_CONSTANTS})
    prepare_model(RandomModel(config, 1, training), tmp_path / "model")
    return tmp_path / "model"


def _as_llama(directory: Path) -> LlamaForCausalLM:
    """The same function as a plain Llama."""
    weights = load_file(directory / "model.safetensors")
    embeddings = weights["model.embed_tokens.weight"]
    branch = _CONSTANTS["scale_depth"] / math.sqrt(_SHAPE["num_hidden_layers"])
    for name in weights:
        if name.endswith(("o_proj.weight", "down_proj.weight")):
            weights[name] = weights[name] * branch
    weights["lm_head.weight"] = embeddings * (_CONSTANTS["dim_model_base"] / _SHAPE["hidden_size"])
    weights["model.embed_tokens.weight"] = embeddings * _CONSTANTS["scale_emb"]
    config = LlamaConfig(vocab_size=len(embeddings), rms_norm_eps=1e-5, tie_word_embeddings=False, **_SHAPE)
    llama = LlamaForCausalLM(config)
    llama.load_state_dict(weights)
    return llama.eval()


def test_logits_are_those_of_the_llama_that_it_is_in_disguise(directory: Path) -> None:
    model = load_causal_model(ModelSource(str(directory)), torch.float32, torch.device("cpu"))
    ids = torch.arange(3, 23)[None, :]
    with torch.no_grad():
        found = model.module(input_ids=ids).logits
        expected = _as_llama(directory)(input_ids=ids).logits
    assert expected.std() > 0.05
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_a_directory_of_the_authors_needs_no_code_of_theirs(directory: Path) -> None:
    """Their config.json names Python files and none of Granite's constants."""
    path = directory / "config.json"
    ours = json.loads(path.read_text())
    theirs = {key: value for key, value in ours.items() if not key.endswith(("_multiplier", "_scaling"))}
    theirs["auto_map"] = {
        "AutoConfig": "configuration_minicpm.MiniCPMConfig",
        "AutoModelForCausalLM": "modeling_minicpm.MiniCPMForCausalLM",
    }
    source = ModelSource(str(directory))
    before = load_causal_model(source, torch.float32, torch.device("cpu"))
    path.write_text(json.dumps(theirs))
    after = load_causal_model(source, torch.float32, torch.device("cpu"))
    ids = torch.arange(3, 23)[None, :]
    with torch.no_grad():
        torch.testing.assert_close(after.module(input_ids=ids).logits, before.module(input_ids=ids).logits)
    assert ours["architectures"] == ["MiniCPMForCausalLM"]
    assert {name: ours[name] for name in _CONSTANTS} == _CONSTANTS
