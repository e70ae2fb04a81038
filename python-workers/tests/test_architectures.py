"""The paper's architectures learn from random weights: Qwen2 (1.5B), Llama (7B) and MiniCPM (2B)."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import torch
from learning_fixtures import mixed_sequences, oreo_spec

from oreo_worker.preparation import RandomModel, prepare_model
from oreo_worker.specs import ModelSource
from oreo_worker.tokenizer_training import TokenizerTraining
from oreo_worker.trainer import open_training

_SHAPE = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": 64,
    "initializer_range": 0.3,
}


@pytest.mark.parametrize(
    ("model_type", "own"),
    [
        ("qwen2", {"num_key_value_heads": 2, "tie_word_embeddings": True}),
        ("llama", {"num_key_value_heads": 4, "tie_word_embeddings": False}),
        ("minicpm", {"num_key_value_heads": 4, "scale_emb": 12, "scale_depth": 1.4, "dim_model_base": 8}),
    ],
)
def test_policy_and_critic_learn_and_are_saved(
    tmp_path: Path, model_type: str, own: dict[str, object]
) -> None:
    """The last batch of OREO moves both networks, and what is saved says which architecture it is."""
    training = TokenizerTraining(kind="character", vocabulary_size=0, corpus=("abcdefgh 0123456789\n",))
    config = json.dumps({"model_type": model_type, **_SHAPE, **own})
    prepare_model(RandomModel(config, 1, training), tmp_path / "model")
    trainer = open_training(
        oreo_spec(ModelSource(str(tmp_path / "model")), tmp_path / "training"), torch.device("cpu")
    )
    metrics = [trainer.train_batch(number, mixed_sequences()) for number in range(6)]
    policy, critic = trainer.finish()
    assert all(math.isfinite(value) for batch in metrics for value in batch.values())
    assert metrics[-1]["kl"] > 0
    assert metrics[-1]["value_loss"] != metrics[0]["value_loss"]
    assert json.loads((policy / "config.json").read_text())["model_type"] == model_type
    assert critic is not None and (critic / "config.json").is_file()
