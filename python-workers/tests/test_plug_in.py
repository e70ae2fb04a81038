"""The worked example through the worker's calls, and what a wrong plug-in is told."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from serving_fixtures import Client, refused
from torch import nn

from examples import recurrent_model
from oreo.worker.v1 import (
    generation_service_pb2,
    lifecycle_service_pb2,
    sequence_pb2,
    task_service_pb2,
    tokenizer_service_pb2,
    training_service_pb2,
    value_service_pb2,
)
from oreo_worker.preparation import ExistingModel, prepare_model
from oreo_worker.specs import ModelSource

LOADERS = {
    "loader": "examples.recurrent_model:load_model",
    "tokenizer_loader": "examples.recurrent_model:load_tokenizer",
}
BATCHES = 60


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    recurrent_model.make_directory(tmp_path / "gru", hidden_size=48)
    return tmp_path / "gru"


def _problems(client: Client, count: int) -> list[task_service_pb2.TaskProblem]:
    request = task_service_pb2.ListProblemsRequest(
        entry_point="examples.recurrent_model:problems",
        options_json='{"largest": 4}',
        split="train",
        count=count,
        seed=1,
    )
    return [problem for reply in client.tasks.ListProblems(request) for problem in reply.problems]


def _encoded(client: Client, directory: Path, problems: list[Any]) -> list[sequence_pb2.TokenSequence]:
    turn = tokenizer_service_pb2.Turn
    items = [
        tokenizer_service_pb2.EncodeItem(
            item_id=p.problem_id,
            turns=[turn(text=p.prompt), turn(text=p.solution, action=True)],
            end_token=True,
        )
        for p in problems
    ]
    reply = client.tokenizer.Encode(
        tokenizer_service_pb2.EncodeRequest(
            directory=str(directory),
            tokenizer_loader=LOADERS["tokenizer_loader"],
            items=items,
            step_rule=sequence_pb2.StepRule(delimiters=["\n"]),
        )
    )
    sequences = [item.sequence for item in reply.items]
    for sequence in sequences:
        sequence.rewards.append(sequence_pb2.Reward(position=len(sequence.token_ids) - 1, value=1.0))
    return sequences


def _spec(directory: Path, output: Path, rate: float) -> training_service_pb2.TrainingSpec:
    optimiser = training_service_pb2.OptimiserSpec(
        learning_rate=rate, beta1=0.9, beta2=0.999, epsilon=1e-8, max_gradient_norm=1.0, schedule="constant"
    )
    return training_service_pb2.TrainingSpec(
        policy=lifecycle_service_pb2.ModelSource(directory=str(directory), **LOADERS),
        policy_optimiser=optimiser,
        critic_optimiser=optimiser,
        total_batches=BATCHES,
        micro_batch_tokens=2048,
        projection_chunk=256,
        output_directory=str(output),
    )


def _trained(client: Client, spec: training_service_pb2.TrainingSpec, sequences: list[Any]) -> Any:
    client.training.StartTraining(training_service_pb2.StartTrainingRequest(spec=spec))
    requests = [
        training_service_pb2.TrainRequest(
            batch=training_service_pb2.TrainingBatch(number=n, sequences=sequences)
        )
        for n in range(spec.total_batches)
    ]
    assert len(client.train(requests)) == spec.total_batches
    return client.training.FinishTraining(training_service_pb2.FinishTrainingRequest())


def _accuracy(client: Client, problems: list[Any], sequences: list[Any]) -> float:
    """Of greedy answers, by the example's own reward."""
    completions = client.generate(
        generation_service_pb2.GenerateRequest(
            model_id="gru",
            items=[
                generation_service_pb2.GenerationItem(
                    item_id=p.problem_id,
                    prefix_token_ids=[t for t, a in zip(s.token_ids, s.action_mask, strict=True) if not a],
                )
                for p, s in zip(problems, sequences, strict=True)
            ],
            stop=generation_service_pb2.StopRule(max_new_tokens=12),
        )
    )
    graded = client.tasks.GradeResponses(
        task_service_pb2.GradeResponsesRequest(
            entry_point="examples.recurrent_model:reward",
            items=[
                task_service_pb2.GradeItem(item_id=c.item_id, problem=p, response=c.text)
                for c, p in zip(completions, problems, strict=True)
            ],
        )
    )
    return sum(grade.reward for grade in graded.grades) / len(graded.grades)


def test_the_example_learns_its_task_and_gets_a_critic(
    client: Client, directory: Path, tmp_path: Path
) -> None:
    """SFT on sixteen sums until it knows them by heart, then OREO from there: both models load again."""
    problems = _problems(client, 16)
    sequences = _encoded(client, directory, problems)
    facts = client.load("gru", directory, **LOADERS)
    assert facts.architecture == "RecurrentModel" and facts.hidden_size == 48
    before = _accuracy(client, problems, sequences)
    client.lifecycle.UnloadModel(lifecycle_service_pb2.UnloadModelRequest(model_id="gru"))

    spec = _spec(directory, tmp_path / "sft", 2e-2)
    spec.objective = "sft"
    trained = _trained(client, spec, sequences)
    client.load("gru", trained.policy_directory, **LOADERS)
    after = _accuracy(client, problems, sequences)
    assert before < 0.2 and after > 0.8

    spec = _spec(Path(trained.policy_directory), tmp_path / "oreo", 1e-3)
    spec.total_batches = 2
    spec.objective = "oreo"
    spec.options["level"].text = "step"
    finished = _trained(client, spec, sequences)
    client.load("gru-critic", finished.critic_directory, "CRITIC", **LOADERS)
    items = [value_service_pb2.ValueItem(item_id=s.sequence_id, token_ids=s.token_ids) for s in sequences]
    request = value_service_pb2.EstimateValuesRequest(model_id="gru-critic", items=items)
    values = [
        v for reply in client.values.EstimateValues(request) for item in reply.values for v in item.values
    ]
    assert len(values) == 16 and len(set(values)) > 1
    for model_id in ("gru", "gru-critic"):
        client.lifecycle.UnloadModel(lifecycle_service_pb2.UnloadModelRequest(model_id=model_id))


class _Headless(nn.Module):
    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        return input_ids


class _NoStates(recurrent_model.RecurrentModel):
    def forward(self, input_ids: torch.Tensor, *_: Any, **__: Any) -> Any:
        return {"logits": super().forward(input_ids).logits}


def _raises(_: str) -> nn.Module:
    raise RuntimeError("no weights today")


@pytest.mark.parametrize(
    ("load", "kind", "words"),
    [
        (_raises, "PLUGIN", "no weights today"),
        (lambda _: 7, "BAD_DATA", "not a torch.nn.Module"),
        (lambda _: _Headless(), "BAD_DATA", "lm_head"),
        (None, "NOT_FOUND", "no function 'load'"),
    ],
)
def test_a_wrong_loader_is_told_what_is_wrong(
    client: Client, directory: Path, monkeypatch: pytest.MonkeyPatch, load: Any, kind: str, words: str
) -> None:
    module = ModuleType("wrong_plug_in")
    module.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wrong_plug_in", module)
    with refused(kind) as refusal:
        client.load(
            "wrong", directory, loader="wrong_plug_in:load", tokenizer_loader=LOADERS["tokenizer_loader"]
        )
    assert words in refusal.failure.message and "wrong_plug_in:load" in refusal.failure.message


def test_a_module_without_hidden_states_is_told_so(
    client: Client, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("wrong_plug_in")
    module.load = lambda _: _NoStates(8, 64)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wrong_plug_in", module)
    loaders = {**LOADERS, "loader": "wrong_plug_in:load"}
    client.load("stateless", directory, **loaders)
    item = generation_service_pb2.GenerationItem(item_id="a", prefix_token_ids=[3])
    stop = generation_service_pb2.StopRule(max_new_tokens=2)
    with refused("BAD_DATA") as refusal:
        client.generate(generation_service_pb2.GenerateRequest(model_id="stateless", items=[item], stop=stop))
    assert "hidden_states" in refusal.failure.message
    client.lifecycle.UnloadModel(lifecycle_service_pb2.UnloadModelRequest(model_id="stateless"))


def test_a_tokenizer_that_lacks_a_part_is_told_which(
    client: Client, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("wrong_plug_in")
    module.load = lambda _: object()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wrong_plug_in", module)
    with refused("BAD_DATA") as refusal:
        client.tokenizer.Encode(
            tokenizer_service_pb2.EncodeRequest(
                directory=str(directory), tokenizer_loader="wrong_plug_in:load"
            )
        )
    assert "encode, decode, end_token_id, vocabulary_size" in refusal.failure.message


def test_a_module_of_ones_own_is_prepared_with_its_plug_ins(directory: Path, tmp_path: Path) -> None:
    (directory / "notes.npz").write_bytes(b"a file that a loader may read")
    source = ModelSource(str(directory), **LOADERS)
    facts = prepare_model(ExistingModel(source), tmp_path / "start")
    assert facts.architecture == "RecurrentModel" and facts.context_length == 128
    assert {p.name for p in directory.iterdir()} <= {p.name for p in (tmp_path / "start").iterdir()}
    assert prepare_model(ExistingModel(source), tmp_path / "start") == facts
