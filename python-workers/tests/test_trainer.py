"""A training is the same training after a restart; what is wrong is refused and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from learning_fixtures import mixed_sequences, oreo_spec, sequence, tiny_model
from safetensors.torch import load_file

from oreo_worker.batch import PreferencePair, TokenSequence
from oreo_worker.failures import BadData, CorruptCheckpoint, NonFinite, NotFound
from oreo_worker.method import Method
from oreo_worker.methods.dpo import Dpo
from oreo_worker.methods.dqo import Dqo
from oreo_worker.methods.kto import Kto
from oreo_worker.methods.oreo import Gradient, Oreo
from oreo_worker.methods.sft import Sft
from oreo_worker.specs import Level, LoraSpec, ModelSource, TrainingSpec
from oreo_worker.trainer import Trainer, open_training

CPU = torch.device("cpu")
METHODS: dict[str, Method] = {
    "sft": Sft(),
    "oreo-token": Oreo(Level.TOKEN, 0.3, 0.1, 0.9),
    "oreo-step": Oreo(Level.STEP, 0.3, 0.1),
    "oreo-response": Oreo(Level.RESPONSE, 0.3, 0.0),
    "pcl": Oreo(Level.TOKEN, 0.3, 0.1, gradient=Gradient.PATH),
    "dpo": Dpo(0.1),
    "kto": Kto(0.1),
    "dqo": Dqo(0.3, 0.9, 2.0, 0.1),
}
# Batches at the start that update the critic only.
WARMUP = {"oreo-token": 2}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> ModelSource:
    return tiny_model(tmp_path_factory.mktemp("models") / "start")


def batch(number: int) -> tuple[list[TokenSequence], list[PreferencePair]]:
    """Four sequences, in an order of the number's own."""
    sequences = mixed_sequences()
    return sequences[number % 4 :] + sequences[: number % 4], [PreferencePair(0, 1), PreferencePair(2, 1)]


def train(trainer: Trainer, upto: int) -> list[dict[str, float]]:
    return [trainer.train_batch(n, *batch(n)) for n in range(trainer.next_batch, upto)]


@pytest.mark.parametrize("lora", [None, LoraSpec(rank=4, alpha=8)], ids=["weights", "adapters"])
@pytest.mark.parametrize("name", METHODS)
def test_a_resumed_training_is_the_same_training(
    name: str, lora: LoraSpec | None, start: ModelSource, tmp_path: Path
) -> None:
    spec = oreo_spec(
        start,
        tmp_path / "whole",
        method=METHODS[name],
        critic_warmup_batches=WARMUP.get(name, 0),
        policy_lora=lora,
        critic_lora=lora,
    )
    whole = open_training(spec, CPU)
    expected = train(whole, 6)
    directories = whole.finish()

    again = replace(spec, output_directory=str(tmp_path / "parts"))
    first = open_training(again, CPU)
    train(first, 3)
    first.save(3)
    train(first, 4)
    second = open_training(again, CPU, next_batch=3)
    assert train(second, 6) == expected[3:]
    for whole_directory, part_directory in zip(directories, second.finish(), strict=True):
        if whole_directory is not None and part_directory is not None:
            _same_weights(whole_directory, part_directory)


def _same_weights(first: Path, second: Path) -> None:
    names = sorted(path.name for path in first.glob("*.safetensors"))
    assert names and names == sorted(path.name for path in second.glob("*.safetensors"))
    for name in names:
        one, other = load_file(first / name), load_file(second / name)
        assert one.keys() == other.keys()
        assert all(torch.equal(one[key], other[key]) for key in one), name


# DQO is drawn to a target that moves with its target critic, so its losses need not fall.
@pytest.mark.parametrize("name", [name for name in METHODS if name != "dqo"])
def test_training_goes_downhill(name: str, start: ModelSource, tmp_path: Path) -> None:
    warmup = WARMUP.get(name, 0)
    spec = oreo_spec(start, tmp_path, method=METHODS[name], total_batches=40, critic_warmup_batches=warmup)
    trainer = open_training(spec, CPU)
    sequences, pairs = batch(0)
    losses = [trainer.train_batch(n, sequences, pairs) for n in range(40)]
    key = "value_loss" if name.startswith(("oreo", "pcl")) else "policy_loss"
    assert losses[-1][key] < losses[3][key]


def test_while_the_critic_warms_up_the_policy_stays(start: ModelSource, tmp_path: Path) -> None:
    trainer = open_training(oreo_spec(start, tmp_path), CPU)
    before = {n: p.clone() for n, p in trainer._models.policy.module.named_parameters()}
    metrics = train(trainer, 2)
    assert all("policy_loss" not in m and "value_loss" in m for m in metrics)
    assert all(torch.equal(before[n], p) for n, p in trainer._models.policy.module.named_parameters())
    assert "policy_loss" in train(trainer, 3)[0]
    assert not all(torch.equal(before[n], p) for n, p in trainer._models.policy.module.named_parameters())


@pytest.mark.parametrize("damage", ["altered", "missing", "added", "manifest"])
def test_a_damaged_checkpoint_is_refused_by_name(damage: str, start: ModelSource, tmp_path: Path) -> None:
    spec = oreo_spec(start, tmp_path)
    trainer = open_training(spec, CPU)
    train(trainer, 1)
    directory = trainer.save(1)
    file = directory / ("manifest.json" if damage == "manifest" else "policy.safetensors")
    if damage == "altered":
        data = bytearray(file.read_bytes())
        data[-1] ^= 1
        file.write_bytes(data)
    elif damage == "added":
        file = directory / "more.safetensors"
        file.write_bytes(b"")
    else:
        file.unlink()
    with pytest.raises(CorruptCheckpoint, match=file.name):
        open_training(spec, CPU, next_batch=1)


def test_a_checkpoint_belongs_to_its_training(start: ModelSource, tmp_path: Path) -> None:
    spec = oreo_spec(start, tmp_path)
    trainer = open_training(spec, CPU)
    for number in range(1, 4):
        train(trainer, number)
        trainer.save(number)
    assert sorted(p.name for p in tmp_path.glob("checkpoint-*")) == ["checkpoint-2", "checkpoint-3"]
    with pytest.raises(BadData, match="seed"):
        open_training(replace(spec, seed=6), CPU, next_batch=3)
    with pytest.raises(NotFound, match="checkpoint-2, checkpoint-3"):
        open_training(spec, CPU, next_batch=1)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (sequence("x", [3, 4], [0, 0]), "x: no action token"),
        (sequence("x", [3, 4], [1, 1]), "x: the first token is an action"),
        (sequence("x", [3, 4000], [0, 1]), "x: a token id lies outside the vocabulary"),
        (sequence("x", [3, 4, 5], [0, 1, 1], [2]), "x: steps do not cover"),
        (sequence("x", [3, 4, 5], [0, 0, 1], [3], {1: 1.0}), "x: a reward lies on a token that is no action"),
        (sequence("x", list(range(3, 22)), [0] + [1] * 18, [19]), "Sequences x of 19 tokens do not fit"),
    ],
)
def test_bad_sequences_are_named(
    bad: TokenSequence, message: str, start: ModelSource, tmp_path: Path
) -> None:
    trainer = open_training(oreo_spec(start, tmp_path), CPU)
    with pytest.raises(BadData, match=message):
        trainer.train_batch(0, [*mixed_sequences(), bad])
    assert trainer.next_batch == 0


def test_numbers_that_are_not_finite_change_nothing(start: ModelSource, tmp_path: Path) -> None:
    trainer = open_training(oreo_spec(start, tmp_path), CPU)
    bad = sequence("rotten", [3, 4, 5], [0, 1, 1], [3], {2: float("nan")})
    with pytest.raises(NonFinite, match="rotten"):
        trainer.train_batch(0, [*mixed_sequences(), bad])
    huge = sequence("huge", [3, 4, 5], [0, 1, 1], [3], {2: 3e30})
    before = trainer._models.critic.value_head.weight.clone()  # type: ignore[union-attr]
    with pytest.raises(NonFinite, match="value_loss"):
        trainer.train_batch(0, [*mixed_sequences(), huge])
    assert torch.equal(before, trainer._models.critic.value_head.weight)  # type: ignore[union-attr]
    undisturbed = open_training(oreo_spec(start, tmp_path), CPU)
    assert train(trainer, 3) == train(undisturbed, 3)


def test_batches_come_without_gaps(start: ModelSource, tmp_path: Path) -> None:
    trainer = open_training(oreo_spec(start, tmp_path), CPU)
    with pytest.raises(BadData, match="Batch 1 came where batch 0 is next"):
        trainer.train_batch(1, *batch(1))
    with pytest.raises(BadData, match="Asked to save before batch 2"):
        trainer.save(2)


def test_adapters_train_and_merge(start: ModelSource, tmp_path: Path) -> None:
    """With adapters on both, one base serves policy and reference, and the merged policy is a plain model."""
    lora = LoraSpec(rank=4, alpha=8)
    spec = oreo_spec(start, tmp_path, policy_lora=lora, critic_lora=lora)
    trainer = open_training(spec, CPU)
    whole = sum(
        p.numel() for p in open_training(oreo_spec(start, tmp_path), CPU)._models.policy.module.parameters()
    )
    assert 0 < trainer.policy_parameters < whole / 2
    first = train(trainer, 6)[2]
    assert first["log_ratio"] == pytest.approx(0, abs=1e-5)
    policy, critic = trainer.finish()
    assert critic is not None
    plain = load_file(policy / "model.safetensors")
    assert not any("lora" in name for name in plain)
    open_training(
        replace(spec, policy=ModelSource(str(policy)), output_directory=str(tmp_path / "next")), CPU
    )


def test_under_adapters_one_base_serves_policy_and_critic(start: ModelSource, tmp_path: Path) -> None:
    """It is there once, and everything comes out as with a base for each."""
    lora = LoraSpec(rank=4, alpha=8)
    spec = oreo_spec(start, tmp_path / "one", policy_lora=lora, critic_lora=lora)
    two = replace(spec, critic=start, output_directory=str(tmp_path / "two"))
    one_base, two_bases = open_training(spec, CPU), open_training(two, CPU)
    assert _storages(one_base) == 1 and _storages(two_bases) == 2
    assert train(one_base, 6) == train(two_bases, 6)
    for ours, theirs in zip(one_base.finish(), two_bases.finish(), strict=True):
        assert ours is not None and theirs is not None
        expected = load_file(theirs / "model.safetensors")
        found = load_file(ours / "model.safetensors")
        assert expected.keys() == found.keys()
        assert all(torch.equal(found[name], expected[name]) for name in expected)


def _storages(trainer: Trainer) -> int:
    """How many copies of the embeddings policy and critic have."""
    models = trainer._models
    assert models.critic is not None
    embeddings = [
        model.module.get_parameter("model.embed_tokens.weight")
        for model in (models.policy, models.critic.backbone)
    ]
    return len({weight.data_ptr() for weight in embeddings})


def test_pairs_are_asked_for(start: ModelSource, tmp_path: Path) -> None:
    trainer = open_training(oreo_spec(start, tmp_path, method=Dpo(0.1)), CPU)
    with pytest.raises(BadData, match="no preference pairs"):
        trainer.train_batch(0, mixed_sequences())


def test_packed_rows_train_like_padded_ones(start: ModelSource, tmp_path: Path) -> None:
    spec: TrainingSpec = oreo_spec(start, tmp_path, micro_batch_tokens=30)
    padded, packed = open_training(spec, CPU), open_training(replace(spec, packing=True), CPU)
    for one, other in zip(train(padded, 6), train(packed, 6), strict=True):
        names = {"value_loss", "policy_loss", "kl"} & one.keys()
        np.testing.assert_allclose([one[n] for n in names], [other[n] for n in names], rtol=2e-3, atol=1e-5)
