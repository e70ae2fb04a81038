"""Model directories: made once, read safely, recognised when altered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from gguf_fixtures import write_gguf
from learning_fixtures import CONFIG, tiny_model
from safetensors.torch import load_file, save_file
from serving_fixtures import CORPUS, Client, refused

from oreo.worker.v1 import lifecycle_service_pb2 as messages
from oreo_worker.content_keys import content_key, tokenizer_key
from oreo_worker.failures import BadData, CorruptCheckpoint, NotFound, Refused, WorkerFailure
from oreo_worker.model_facts import directory_facts
from oreo_worker.models import load_policy
from oreo_worker.preparation import (
    RECORD_FILE,
    ExistingModel,
    PackagedModel,
    RandomModel,
    packaged_file,
    prepare_model,
)
from oreo_worker.specs import ModelSource
from oreo_worker.tokenizer_training import TokenizerTraining

CPU = torch.device("cpu")
TRAINING = TokenizerTraining("character", 0, ("abcdefgh 0123456789\n",))


def _load(directory: Path, **source: Any) -> Any:
    return load_policy(ModelSource(str(directory), **source), torch.float32, CPU)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model nobody may change."""
    directory = tmp_path_factory.mktemp("made") / "model"
    tiny_model(directory)
    return directory


@pytest.fixture
def model(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "model"))


def _edit_config(directory: Path, **changes: Any) -> None:
    path = directory / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_same_request_is_made_once_and_gives_the_same_weights(made: Path, tmp_path: Path) -> None:
    stamp = (made / "model.safetensors").stat().st_mtime_ns
    tiny_model(made)
    assert (made / "model.safetensors").stat().st_mtime_ns == stamp
    tiny_model(tmp_path / "again")
    tiny_model(tmp_path / "other", seed=2)
    assert content_key(tmp_path / "again") == content_key(made)
    assert content_key(tmp_path / "other") != content_key(made)
    assert tokenizer_key(tmp_path / "other") == tokenizer_key(made)
    with pytest.raises(BadData, match="another request"):
        tiny_model(made, seed=2)


def test_a_directory_that_was_altered_is_made_anew(model: Path, made: Path) -> None:
    _edit_config(model, initializer_range=9.0)
    tiny_model(model)
    assert content_key(model) == content_key(made)


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BadData, match="not empty"):
        tiny_model(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_facts_from_memory_and_from_the_directory_agree(made: Path) -> None:
    facts = directory_facts(ModelSource(str(made)))
    assert _load(made).facts == facts
    assert facts.context_length == CONFIG["max_position_embeddings"]
    assert facts.end_token_ids == (2,) and facts.architecture == "LlamaForCausalLM"
    assert (facts.hidden_size, facts.layers) == (32, 2)
    assert facts.content_key == content_key(made)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("{", "no JSON"),
        ("{}", "model_type"),
        ('{"model_type": "wonder"}', "model_type"),
        ('{"model_type": "llama", "hidden_size": 30, "num_attention_heads": 4}', "refused by llama"),
    ],
)
def test_a_configuration_that_makes_no_model_is_refused(tmp_path: Path, config: str, words: str) -> None:
    with pytest.raises(BadData, match=words):
        prepare_model(RandomModel(config, 1, TRAINING), tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_model_is_copied_with_its_tokenizer(made: Path, tmp_path: Path) -> None:
    facts = prepare_model(ExistingModel(ModelSource(str(made))), tmp_path / "copy")
    assert facts == directory_facts(ModelSource(str(made)))


def test_a_random_model_takes_the_tokenizer_of_a_directory(made: Path, tmp_path: Path) -> None:
    origin = RandomModel(json.dumps(CONFIG), 4, None, str(made))
    assert (
        prepare_model(origin, tmp_path / "model").vocabulary_size
        == directory_facts(ModelSource(str(made))).vocabulary_size
    )


@pytest.mark.parametrize("suffix", [".bin", ".pt", ".pth", ".ckpt"])
def test_pickles_are_refused_unread(model: Path, suffix: str) -> None:
    (model / "model.safetensors").unlink()
    # Were it read as a pickle, this would be another failure.
    (model / f"pytorch_model{suffix}").write_bytes(b"\x80\x04 no pickle at all")
    with pytest.raises(Refused, match="pickles"):
        _load(model)


def test_a_pickle_beside_safetensors_is_never_opened(model: Path) -> None:
    (model / "pytorch_model.bin").write_bytes(b"no pickle at all")
    assert _load(model).facts.parameters > 0


def test_code_of_a_directory_runs_only_by_name(model: Path, tmp_path: Path) -> None:
    proof = tmp_path / "ran"
    (model / "code.py").write_text(f"open({str(proof)!r}, 'w').close()\nraise RuntimeError('ran')\n")
    _edit_config(
        model,
        model_type="own-thing",
        auto_map={"AutoConfig": "code.Config", "AutoModelForCausalLM": "code.Model"},
    )
    with pytest.raises(Refused, match="Read the code, then allow it by the name 'model'"):
        _load(model)
    assert not proof.exists()
    # A known architecture that carries code as well is read without it.
    _edit_config(model, model_type="llama")
    assert _load(model).facts.parameters > 0
    assert not proof.exists()


def _truncate(directory: Path) -> None:
    path = directory / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def _drop_tensor(directory: Path) -> None:
    path = directory / "model.safetensors"
    tensors = load_file(path)
    del tensors["model.norm.weight"]
    save_file(tensors, path, {"format": "pt"})


def _garbage_config(directory: Path) -> None:
    (directory / "config.json").write_text("{")


def _small_embedding(directory: Path) -> None:
    _edit_config(directory, vocab_size=100)


def _remove(name: str) -> Any:
    return lambda directory: (directory / name).unlink()


@pytest.mark.parametrize(
    ("spoil", "failure", "words"),
    [
        (_truncate, CorruptCheckpoint, "model"),
        (_drop_tensor, CorruptCheckpoint, "model.norm.weight"),
        (_garbage_config, CorruptCheckpoint, "config.json"),
        (_remove("config.json"), NotFound, "config.json"),
        (_remove("model.safetensors"), NotFound, "no weights"),
        (_remove("tokenizer.json"), NotFound, "tokenizer"),
        (_small_embedding, CorruptCheckpoint, "do not fit"),
        (shutil.rmtree, NotFound, "does not exist"),
    ],
)
def test_a_damaged_directory_is_one_clear_failure(
    model: Path, spoil: Any, failure: type[WorkerFailure], words: str
) -> None:
    spoil(model)
    with pytest.raises(failure, match=words):
        _load(model)


def test_an_altered_file_is_refused_by_its_content_key(client: Client, model: Path) -> None:
    key = content_key(model)
    source = messages.ModelSource(directory=str(model))
    request = messages.LoadModelRequest(
        model_id="altered", source=source, role=messages.MODEL_ROLE_POLICY, expected_content_key=key
    )
    assert client.lifecycle.LoadModel(request).facts.content_key == key
    assert client.lifecycle.LoadModel(request).facts.content_key == key
    path = model / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with refused("CORRUPT_CHECKPOINT") as refusal:
        client.lifecycle.LoadModel(request)
    assert str(model) in refusal.failure.message and not refusal.failure.retryable
    assert list(refusal.failure.subjects) == [str(model)]
    client.lifecycle.UnloadModel(messages.UnloadModelRequest(model_id="altered"))


def test_a_name_stands_for_one_model(client: Client, made: Path, model: Path) -> None:
    client.load("one", made)
    with refused("BAD_DATA") as refusal:
        client.load("one", model)
    assert "unload it" in refusal.failure.message
    client.lifecycle.UnloadModel(messages.UnloadModelRequest(model_id="one"))
    client.load("one", model)
    client.lifecycle.UnloadModel(messages.UnloadModelRequest(model_id="one"))


def test_a_policy_is_no_critic(client: Client, made: Path) -> None:
    with refused("BAD_DATA") as refusal:
        client.load("critic", made, "CRITIC")
    assert "no value head" in refusal.failure.message


def test_a_packaged_file_stays_inside_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "weights_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    (package / "m.gguf").write_bytes(b"x")
    (tmp_path / "outside.gguf").write_bytes(b"x")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert packaged_file(PackagedModel("weights_of_a_test", "m.gguf")) == package / "m.gguf"
    for name in ("../outside.gguf", "none.gguf"):
        with pytest.raises(NotFound, match="holds no file"):
            packaged_file(PackagedModel("weights_of_a_test", name))
    with pytest.raises(NotFound, match="not installed"):
        packaged_file(PackagedModel("no_such_package_of_ours", "m.gguf"))


def test_a_gguf_file_becomes_safetensors_with_the_same_weights(tmp_path: Path) -> None:
    folder = tmp_path / "gguf"
    folder.mkdir()
    made = tmp_path / "made"
    prepare_model(RandomModel(json.dumps(CONFIG), 3, TokenizerTraining("bpe", 300, tuple(CORPUS))), made)
    write_gguf(made, folder / "tiny.gguf")
    origin = ExistingModel(ModelSource(str(folder), gguf_file="tiny.gguf"))
    facts = prepare_model(origin, tmp_path / "converted")
    assert (tmp_path / "converted" / "model.safetensors").is_file()
    assert (tmp_path / "converted" / RECORD_FILE).is_file()
    original, converted = _load(made), _load(tmp_path / "converted")
    assert facts.parameters == original.facts.parameters
    ids = torch.tensor([[5, 6, 7, 260, 265]])
    with torch.no_grad():
        expected = original.model.network(input_ids=ids).logits
        found = converted.model.network(input_ids=ids).logits
    assert torch.allclose(found, expected, atol=1e-5)
    text = "so 12 + 7 = 19\nthen ü"
    assert converted.tokenizer.encode(text) == original.tokenizer.encode(text)
    assert converted.tokenizer.decode(converted.tokenizer.encode(text)) == text
    assert converted.facts.end_token_ids == original.facts.end_token_ids


def test_a_damaged_gguf_file_is_one_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"GGUF and then nothing of the kind")
    with pytest.raises(WorkerFailure, match=r"tiny\.gguf|tokenizer"):
        prepare_model(ExistingModel(ModelSource(str(tmp_path), gguf_file="tiny.gguf")), tmp_path / "out")
    with pytest.raises(NotFound, match=r"other\.gguf|tokenizer"):
        prepare_model(ExistingModel(ModelSource(str(tmp_path), gguf_file="other.gguf")), tmp_path / "out")
