"""A real worker process, driven through every call once, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import grpc
import pytest
from serving_fixtures import TOKEN, Client, WorkerProcess, refused

from oreo.worker.v1 import (
    generation_service_pb2,
    grading_service_pb2,
    lifecycle_service_pb2,
    sequence_pb2,
    task_service_pb2,
    tokenizer_service_pb2,
    training_service_pb2,
    value_service_pb2,
)
from oreo_worker.__main__ import main
from oreo_worker.determinism import chosen_device
from oreo_worker.failures import BadData

BATCHES = 4


def _encoded(client: Client, model: Path) -> list[sequence_pb2.TokenSequence]:
    items = [
        tokenizer_service_pb2.EncodeItem(
            item_id=f"s{n}",
            turns=[
                tokenizer_service_pb2.Turn(role="user", text=f"Q: {n} + 7 = "),
                tokenizer_service_pb2.Turn(role="assistant", text=f"so\n{n + 7}\n", action=True),
            ],
            end_token=True,
        )
        for n in range(8)
    ]
    reply = client.encode(model, items)
    assert [item.item_id for item in reply.items] == [item.item_id for item in items]
    sequences = [item.sequence for item in reply.items]
    for sequence in sequences:
        last = len(sequence.token_ids) - 1
        sequence.rewards.append(sequence_pb2.Reward(position=last, value=1.0))
    decoded = client.tokenizer.Decode(
        tokenizer_service_pb2.DecodeRequest(
            directory=str(model),
            items=[tokenizer_service_pb2.TokenList(token_ids=s.token_ids) for s in sequences],
        )
    )
    assert decoded.texts[3] == "Q: 3 + 7 = so\n10\n"
    return sequences


def _spec(model: Path, output: Path) -> training_service_pb2.TrainingSpec:
    optimiser = training_service_pb2.OptimiserSpec(
        learning_rate=1e-3,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        max_gradient_norm=1.0,
        schedule="linear",
        warmup_ratio=0.2,
    )
    return training_service_pb2.TrainingSpec(
        policy=lifecycle_service_pb2.ModelSource(directory=str(model)),
        objective="oreo",
        options={"level": training_service_pb2.MethodOption(text="token")},
        policy_optimiser=optimiser,
        critic_optimiser=optimiser,
        total_batches=BATCHES,
        micro_batch_tokens=64,
        projection_chunk=32,
        seed=3,
        output_directory=str(output),
        reference_cache_directory=str(output / "reference"),
    )


def _batch(number: int, sequences: list[sequence_pb2.TokenSequence]) -> training_service_pb2.TrainRequest:
    chosen = sequences[2 * number : 2 * number + 2]
    return training_service_pb2.TrainRequest(
        batch=training_service_pb2.TrainingBatch(number=number, sequences=chosen)
    )


def _save(next_batch: int) -> training_service_pb2.TrainRequest:
    return training_service_pb2.TrainRequest(save=training_service_pb2.SaveCheckpoint(next_batch=next_batch))


def _train(
    client: Client, model: Path, output: Path, sequences: list[sequence_pb2.TokenSequence]
) -> training_service_pb2.FinishTrainingResponse:
    """A whole training in one stream with a checkpoint in its middle."""
    request = training_service_pb2.StartTrainingRequest(spec=_spec(model, output))
    started = client.training.StartTraining(request)
    assert started.next_batch == 0
    assert started.policy_parameters > 0 and started.critic_parameters > 0
    answers = client.train(
        [_batch(0, sequences), _batch(1, sequences), _save(2), _batch(2, sequences), _batch(3, sequences)]
    )
    assert [answer.WhichOneof("kind") for answer in answers] == [
        "batch_done",
        "batch_done",
        "checkpoint_saved",
        "batch_done",
        "batch_done",
    ]
    assert Path(answers[2].checkpoint_saved.directory).is_dir()
    assert {"policy_loss", "value_loss"} <= set(answers[0].batch_done.metrics)
    return client.training.FinishTraining(training_service_pb2.FinishTrainingRequest())


def _resume(
    client: Client, model: Path, output: Path, sequences: list[sequence_pb2.TokenSequence]
) -> training_service_pb2.FinishTrainingResponse:
    """The same training from its checkpoint at batch 2."""
    request = training_service_pb2.StartTrainingRequest(spec=_spec(model, output), resume_at_batch=2)
    assert client.training.StartTraining(request).next_batch == 2
    client.train([_batch(2, sequences), _batch(3, sequences)])
    return client.training.FinishTraining(training_service_pb2.FinishTrainingRequest())


def _generate(client: Client, model_id: str, sequences: list[sequence_pb2.TokenSequence]) -> list[object]:
    request = generation_service_pb2.GenerateRequest(
        model_id=model_id,
        items=[
            generation_service_pb2.GenerationItem(
                item_id=f"g{n}", prefix_token_ids=sequence.token_ids[:9], seed=n
            )
            for n, sequence in enumerate(sequences)
        ],
        sampler=generation_service_pb2.Sampler(temperature=1.0),
        stop=generation_service_pb2.StopRule(
            step_rule=sequence_pb2.StepRule(delimiters=["\n"]), max_new_tokens=12
        ),
    )
    completions = client.generate(request)
    assert [c.item_id for c in completions] == [f"g{n}" for n in range(len(sequences))]
    return completions


def _grade(client: Client) -> list[task_service_pb2.ResponseGrade]:
    listed = client.tasks.ListProblems(
        task_service_pb2.ListProblemsRequest(
            entry_point="reward_plug_in:sums", options_json='{"limit": 50}', split="test", count=3, seed=1
        )
    )
    problems = [problem for reply in listed for problem in reply.problems]
    responses = [f"so {problem.reference_answer}" for problem in problems[:2]] + ["so 999"]
    graded = client.tasks.GradeResponses(
        task_service_pb2.GradeResponsesRequest(
            entry_point="reward_plug_in:reward",
            items=[
                task_service_pb2.GradeItem(item_id=p.problem_id, problem=p, response=r)
                for p, r in zip(problems, responses, strict=True)
            ],
        )
    )
    assert graded.grader == "reward_plug_in:reward@2"
    return list(graded.grades)


def test_every_call_once(tmp_path: Path) -> None:
    """Prepare, encode, train with a checkpoint, resume, load, generate, estimate, grade, unload, drain; and
    a worker started afterwards generates the same."""
    tests = str(Path(__file__).parent)
    with WorkerProcess(tmp_path, extra_path=tests) as worker:
        client = Client(worker.port)
        described = client.lifecycle.Describe(lifecycle_service_pb2.DescribeRequest(protocol_version=1))
        assert (described.device, described.threads) == ("cpu", 1)
        model = tmp_path / "model"
        facts = client.prepare(model)
        assert client.prepare(model) == facts
        sequences = _encoded(client, model)
        whole = _train(client, model, tmp_path / "training", sequences)
        again = _resume(client, model, tmp_path / "training", sequences)
        assert again.policy_facts.content_key == whole.policy_facts.content_key
        assert again.critic_facts.content_key == whole.critic_facts.content_key
        assert whole.policy_facts.tokenizer_key == facts.tokenizer_key

        loaded = client.load("policy", whole.policy_directory)
        assert loaded == whole.policy_facts
        client.load("critic", whole.critic_directory, "CRITIC")
        completions = _generate(client, "policy", sequences)
        assert completions == _generate(client, "policy", sequences)
        scored = client.values.EstimateValues(
            value_service_pb2.EstimateValuesRequest(
                model_id="critic",
                items=[
                    value_service_pb2.ValueItem(item_id=s.sequence_id, token_ids=s.token_ids)
                    for s in sequences
                ],
            )
        )
        values = [item for reply in scored for item in reply.values]
        assert [item.item_id for item in values] == [s.sequence_id for s in sequences]
        assert all(len(item.values) == 1 for item in values)
        assert [grade.reward for grade in _grade(client)] == [1.0, 1.0, 0.0]

        described = client.lifecycle.Describe(lifecycle_service_pb2.DescribeRequest(protocol_version=1))
        assert [m.model_id for m in described.models] == ["critic", "policy"]
        client.lifecycle.UnloadModel(lifecycle_service_pb2.UnloadModelRequest(model_id="policy"))
        with refused("NOT_FOUND"):
            _generate(client, "policy", sequences)
        client.lifecycle.Drain(lifecycle_service_pb2.DrainRequest())
        client.close()
        assert worker.exit_status() == 0
    assert _restarted(tmp_path / "second", whole.policy_directory, sequences) == completions


def _restarted(folder: Path, policy: str, sequences: list[sequence_pb2.TokenSequence]) -> list[object]:
    """What a fresh worker generates; it ends when its starter dies, which it sees by its standard input."""
    folder.mkdir()
    with WorkerProcess(folder) as worker:
        client = Client(worker.port)
        facts = json.loads(worker.ready_file.read_text())
        assert (facts["pid"], facts["protocol_version"]) == (worker.process.pid, 1)
        client.load("again", policy)
        completions = _generate(client, "again", sequences)
        client.close()
        worker.close_stdin()
        assert worker.exit_status() == 3
    assert not any(TOKEN in line for line in worker.lines)
    return completions


def test_the_grading_role_compares_answers_without_pytorch(tmp_path: Path) -> None:
    with WorkerProcess(tmp_path, arguments=("--role", "grading")) as worker:
        client = Client(worker.port)
        described = client.lifecycle.Describe(lifecycle_service_pb2.DescribeRequest(protocol_version=1))
        assert (described.device, described.threads) == ("cpu", 1) and described.memory_bytes > 0
        with refused("WRONG_VERSION"):
            client.lifecycle.Describe(lifecycle_service_pb2.DescribeRequest(protocol_version=2))
        pairs = [(r"\frac{1}{2}", "0.5"), ("(x+1)^2", "x^2+x+1")]
        compared = client.grading.CompareAnswers(
            grading_service_pb2.CompareAnswersRequest(
                pairs=[grading_service_pb2.AnswerPair(answer=a, reference=r) for a, r in pairs]
            )
        )
        assert list(compared.judgements) == [
            grading_service_pb2.ANSWER_JUDGEMENT_SAME,
            grading_service_pb2.ANSWER_JUDGEMENT_DIFFERENT,
        ]
        assert "libtorch" not in Path(f"/proc/{worker.process.pid}/maps").read_text()
        with pytest.raises(grpc.RpcError) as no_models:
            client.lifecycle.UnloadModel(lifecycle_service_pb2.UnloadModelRequest(model_id="policy"))
        assert no_models.value.code() == grpc.StatusCode.UNIMPLEMENTED
        client.lifecycle.Drain(lifecycle_service_pb2.DrainRequest())
        client.close()
        assert worker.exit_status() == 0


@pytest.mark.parametrize(
    ("arguments", "token", "words"),
    [
        (["--ready-file", "r"], "", "token is missing"),
        (["--ready-file", "r"], "short", "shorter than 16"),
        (["--ready-file", "r", "--token-file", "no-such-file"], TOKEN, "cannot be read"),
    ],
)
def test_without_a_token_nothing_starts(
    arguments: list[str],
    token: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OREO_WORKER_TOKEN", token)
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_device_that_is_not_here_is_said() -> None:
    assert chosen_device("cpu").type == "cpu"
    with pytest.raises(BadData, match="--device cuda:99 was asked for"):
        chosen_device("cuda:99")
    with pytest.raises(SystemExit):
        main(["--ready-file", "r", "--device", "abacus"])
