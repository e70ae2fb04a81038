"""Families of models: what is probed at load, what goes another way, what is refused and why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from oreo_worker.failures import BadData, Refused
from oreo_worker.model_facts import NO_LIMIT
from oreo_worker.models import (
    HuggingFaceCausalModel,
    Policy,
    load_policy,
    load_scoring_critic,
    next_token_logits,
)
from oreo_worker.preparation import ExistingModel, RandomModel, prepare_model
from oreo_worker.self_check import packing_problem
from oreo_worker.specs import LoraSpec, ModelSource, TrainingSpec
from oreo_worker.tokenizer_training import TokenizerTraining
from oreo_worker.training_models import load_training_models

CPU = torch.device("cpu")
TRAINING = TokenizerTraining("character", 0, ("abcdefgh 0123456789\n",))
LLAMA = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "initializer_range": 0.3,
}
SHAPES: dict[str, dict[str, Any]] = {
    "llama": LLAMA,
    "mistral": {**LLAMA, "sliding_window": 48},
    "gemma2": {**LLAMA, "head_dim": 8, "sliding_window": 48, "query_pre_attn_scalar": 8},
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 64, "initializer_range": 0.3},
    "bloom": {"hidden_size": 32, "n_layer": 2, "n_head": 4, "initializer_range": 0.3},
    "rwkv": {"hidden_size": 32, "num_hidden_layers": 2, "attention_hidden_size": 32, "context_length": 64},
    "lfm2": {**LLAMA, "layer_types": ["conv", "full_attention"]},
    "bert": {**LLAMA, "is_decoder": False},
}


def _made(family: str, directory: Path, **more: Any) -> Path:
    config = {"model_type": family, **SHAPES[family], **more}
    prepare_model(RandomModel(json.dumps(config), 1, TRAINING), directory)
    return directory


def _policy(directory: Path, **source: Any) -> Policy:
    return load_policy(ModelSource(str(directory), **source), torch.float32, CPU)


def _edit_config(directory: Path, **changes: Any) -> None:
    path = directory / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    ("family", "caches"),
    [
        *(("llama", True), ("mistral", True), ("gemma2", True), ("gpt2", True), ("bloom", True)),
        *(("rwkv", False), ("lfm2", False)),
    ],
)
def test_a_model_whose_cache_does_not_serve_is_decoded_without(
    family: str, caches: bool, tmp_path: Path
) -> None:
    directory = _made(family, tmp_path / family)
    assert (_policy(directory).without_cache == "") == caches
    source = ModelSource(str(directory))
    for _ in range(2):
        facts = prepare_model(ExistingModel(source), tmp_path / "start")
        assert ("by whole forward passes" in facts.architecture) != caches


@pytest.mark.parametrize(
    ("family", "packs"),
    [("llama", True), ("gpt2", True), ("mistral", False), ("gemma2", False), ("lfm2", False)],
)
def test_packing_is_refused_where_it_would_train_another_model(
    family: str, packs: bool, tmp_path: Path
) -> None:
    directory = _made(family, tmp_path / family)
    window = json.loads((directory / "config.json").read_text()).get("sliding_window")
    policy = _policy(directory)
    assert (packing_problem(policy.model) == "") == packs
    assert isinstance(policy.model, HuggingFaceCausalModel)
    assert getattr(policy.model.network.config, "sliding_window", None) == window
    if not packs:
        with pytest.raises(BadData, match=r"compute\.packing = false"):
            load_training_models(_spec(directory, tmp_path, packing=True), CPU)


def _spec(directory: Path, folder: Path, **more: Any) -> TrainingSpec:
    from learning_fixtures import oreo_spec

    return oreo_spec(ModelSource(str(directory)), folder / "training", **more)


def test_an_encoder_is_no_policy(tmp_path: Path) -> None:
    directory = _made("bert", tmp_path / "bert")
    with pytest.raises(BadData, match="tokens that come later"):
        _policy(directory)


def test_a_model_that_states_no_length_reads_as_long_as_asked(tmp_path: Path) -> None:
    assert _policy(_made("bloom", tmp_path / "bloom")).facts.context_length == NO_LIMIT
    assert _policy(_made("rwkv", tmp_path / "rwkv")).facts.context_length == 64


def test_adapters_go_into_the_layers_of_gpt2(tmp_path: Path) -> None:
    directory = _made("gpt2", tmp_path / "gpt2")
    spec = _spec(directory, tmp_path, policy_lora=LoraSpec(2, 4.0), critic_lora=LoraSpec(2, 4.0))
    models = load_training_models(spec, CPU)
    trained = [name for name, p in models.policy.module.named_parameters() if p.requires_grad]
    assert len(trained) == 2 * 2 * 4  # A and B of four layers in each of two blocks
    with torch.no_grad():
        for p in models.policy.module.parameters():
            p.add_(0.01 if p.requires_grad else 0.0)
    models.merge_adapters()
    models.policy.save(shutil.copytree(directory, tmp_path / "merged"))
    changed = _logits(_policy(tmp_path / "merged")) - _logits(_policy(directory))
    assert bool(changed.abs().max() > 0)


def _logits(policy: Policy) -> torch.Tensor:
    return next_token_logits(policy.model)(torch.tensor([[1, 2, 3]]), torch.tensor([3]))


@pytest.mark.parametrize("name", ["value_head", "score", "v_head.summary"])
def test_a_critic_of_another_trainer_keeps_its_head(name: str, tmp_path: Path) -> None:
    directory = _made("llama", tmp_path / "critic")
    head = {f"{name}.weight": torch.full((1, 32), 0.5), f"{name}.bias": torch.tensor([0.25])}
    weights = directory / "model.safetensors"
    save_file({**load_file(weights), **head}, weights, {"format": "pt"})
    critic = load_scoring_critic(ModelSource(str(directory)), torch.float32, CPU).critic
    assert torch.equal(critic.value_head.weight, head[f"{name}.weight"])
    assert torch.equal(critic.value_head.bias, head[f"{name}.bias"])


@pytest.mark.parametrize("tied", [True, False])
def test_half_precision_stays_half_precision(tied: bool, tmp_path: Path) -> None:
    directory = _made("llama", tmp_path / "model", tie_word_embeddings=tied)
    policy = _policy(directory)
    assert isinstance(policy.model, HuggingFaceCausalModel)
    half = Path(shutil.copytree(directory, tmp_path / "half"))
    policy.model.network.to(torch.bfloat16).save_pretrained(half)  # type: ignore[arg-type]
    again = tmp_path / "again"
    again.mkdir()
    _policy(half).model.save(again)
    before, after = load_file(half / "model.safetensors"), load_file(again / "model.safetensors")
    assert before.keys() == after.keys() and ("lm_head.weight" in after) != tied
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert {t.dtype for t in after.values()} == {torch.bfloat16}
    assert json.loads((again / "config.json").read_text())["dtype"] == "bfloat16"
    assert _policy(again).facts.parameters == policy.facts.parameters


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantization_config": {"quant_method": "bitsandbytes"}}, r"quantised weights \(bitsandbytes\)"),
        ({"model_type": "t5", "is_encoder_decoder": True}, r"an encoder-decoder \(t5\)"),
        ({"model_type": "llama9"}, "transformers .* does not know"),
    ],
)
def test_what_cannot_be_trained_is_called_by_its_name(
    changes: dict[str, Any], words: str, tmp_path: Path
) -> None:
    directory = _made("llama", tmp_path / "model")
    _edit_config(directory, **changes)
    with pytest.raises(Refused, match=words):
        prepare_model(ExistingModel(ModelSource(str(directory))), tmp_path / "start")
    assert not (tmp_path / "start").exists()


def test_an_adapter_is_merged_into_its_base(tmp_path: Path) -> None:
    from peft import LoraConfig, get_peft_model

    base = _policy(_made("llama", tmp_path / "base"))
    assert isinstance(base.model, HuggingFaceCausalModel)
    before = _logits(base)
    adapted = get_peft_model(base.model.network, LoraConfig(r=4, target_modules=["q_proj"]))
    with torch.no_grad():
        for name, p in adapted.named_parameters():
            if "lora_B" in name:
                p.fill_(0.1)
    adapter = tmp_path / "adapter"
    adapted.save_pretrained(str(adapter))
    for path in (tmp_path / "base").glob("tokenizer*"):
        shutil.copyfile(path, adapter / path.name)
    _edit_adapter(adapter, tmp_path / "base")
    facts = prepare_model(ExistingModel(ModelSource(str(adapter))), tmp_path / "start")
    merged = _policy(tmp_path / "start")
    assert facts.tokenizer_key == base.facts.tokenizer_key and facts.parameters == base.facts.parameters
    assert not (tmp_path / "start" / "adapter_config.json").exists()
    assert float((_logits(merged) - before).abs().max()) > 1e-3


def _edit_adapter(adapter: Path, base: Path) -> None:
    file = adapter / "adapter_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"base_model_name_or_path": str(base)}))


_CONFIGURATION = """from transformers import LlamaConfig


class MyConfig(LlamaConfig):
    model_type = "mynet"
"""
_MODELING = """from transformers import LlamaForCausalLM

from .configuration_mynet import MyConfig


class MyNet(LlamaForCausalLM):
    config_class = MyConfig
"""


def test_a_directory_with_code_of_its_own_trains_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    directory = _made("llama", tmp_path / "own-code")
    names = {"AutoConfig": "configuration_mynet.MyConfig", "AutoModelForCausalLM": "modeling_mynet.MyNet"}
    _edit_config(directory, model_type="mynet", auto_map=names)
    (directory / "configuration_mynet.py").write_text(_CONFIGURATION)
    (directory / "modeling_mynet.py").write_text(_MODELING)
    with pytest.raises(Refused, match=r"allow it by the name 'own-code': --set model\.allowed_remote_code"):
        _policy(directory)
    source = ModelSource(str(directory), allowed_remote_code=("own-code",))
    facts = prepare_model(ExistingModel(source), tmp_path / "start")
    assert facts.architecture == "LlamaForCausalLM" and facts.context_length == 64
    start = _policy(tmp_path / "start", allowed_remote_code=("own-code", "start"))
    saved = tmp_path / "policy"
    saved.mkdir()
    start.model.save(saved)
    again = _policy(saved, allowed_remote_code=("own-code", "policy"))
    assert type(again.model.module).__name__ == "MyNet"
    assert torch.equal(_logits(again), _logits(start))
