"""What a method's file may say, how it is described, and what is refused before anything is loaded."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from learning_fixtures import mixed_sequences, oreo_spec, tiny_model

from examples.ipo import Ipo
from oreo_worker import catalogue
from oreo_worker.batch import Layout, PreferencePair, micro_batches
from oreo_worker.failures import BadData, NotFound, PluginFailure
from oreo_worker.method import LearnsFrom, ModelOutputs
from oreo_worker.method_check import trial
from oreo_worker.methods.kto import Kto
from oreo_worker.specs import ModelSource
from oreo_worker.trainer import open_training

CPU = torch.device("cpu")
HEAD = (
    "from dataclasses import dataclass\n"
    "from oreo_worker.method import *\n"
    "from oreo_worker.method import option, Losses, LearnsFrom, Needs, Method\n"
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> ModelSource:
    return tiny_model(tmp_path_factory.mktemp("models") / "start")


def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    """A module that holds this text, on the path; returns the objective that names its class Mine."""
    name = f"mine_{abs(hash(str(tmp_path)))}"
    (tmp_path / f"{name}.py").write_text(HEAD + text)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return f"{name}:Mine"


def mine(body: str, fields: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in fields.splitlines())
    losses = f"    def losses(self, outputs):\n        {body}\n"
    return f"@dataclass(frozen=True)\nclass Mine(Method):\n{lines}\n{losses}"


def test_the_catalogue_describes_every_module_of_methods() -> None:
    names = catalogue.names()
    assert {"dpo", "dqo", "kto", "oreo", "rejection", "sft"} <= set(names)
    for name in names:
        found = catalogue.describe(name)
        assert json.loads(json.dumps(found)) == found
        assert found["text"] and all(each["text"] for each in found["options"])
    oreo = catalogue.describe("oreo")
    assert oreo["needs"] == ["critic", "exact_kl", "reference"]
    assert oreo["soft_bellman_beta"] == "beta"
    level, beta = oreo["options"][:2]
    assert level["choices"] == ["token", "step", "response"] and level["default"] == "token"
    assert beta == {
        "name": "beta",
        "kind": "number",
        "default": 0.03,
        "text": "weight of the log-ratio in the soft Bellman equation",
        "above": 0,
    }


@pytest.mark.parametrize("name", [*catalogue.names(), "examples.ipo:Ipo"])
def test_every_method_of_ours_keeps_the_contract(name: str) -> None:
    trial(catalogue.make(name, {}))
    if name == "oreo":
        for level in ("token", "step", "response"):
            for gradient in ("action", "path"):
                for alpha in (0.0, 0.1):
                    trial(catalogue.make(name, {"level": level, "gradient": gradient, "alpha": alpha}))


def test_options_are_checked_by_their_declarations() -> None:
    assert catalogue.make("oreo", {"beta": 1, "lambda": 0.5}).lambda_ == 0.5  # type: ignore[attr-defined]
    for given, message in (
        ({"betta": 1.0}, "no option betta; it has level, beta, alpha, lambda, gradient"),
        ({"beta": 0.0}, "beta is 0.0; it must be above 0"),
        ({"beta": float("nan")}, "finite"),
        ({"lambda": 1.5}, "lambda is 1.5; it must be at most 1"),
        ({"level": "tokens"}, "level is 'tokens'; write one of token, step, response"),
        ({"beta": "much"}, "must be a number"),
        ({"beta": True}, "must be a number"),
    ):
        with pytest.raises(BadData, match=message):
            catalogue.make("oreo", given)
    with pytest.raises(BadData, match="desirable_weight and undesirable_weight are 0"):
        catalogue.make("kto", {"desirable_weight": 0.0, "undesirable_weight": 0.0})
    with pytest.raises(NotFound, match="There is no method 'no-such'; ours are dpo"):
        catalogue.make("no-such", {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (mine("return Losses(policy=outputs.log_prob_N)"), r"policy loss is \(8,\); it must be one number"),
        (mine("return Losses(policy=outputs.log_prob_N.detach().sum())"), "carries no gradient"),
        (mine("return Losses(policy=outputs.log_prob_N.sum() / 0)"), "not finite"),
        (mine("return outputs.log_prob_N.sum()"), "losses returned a Tensor"),
        (mine("return Losses()"), "gave no policy loss"),
        (mine("return Losses(policy=outputs.log_ratio_N.sum())"), r"reads the reference.*add it to Needs"),
        (mine("return 1 / 0"), "losses raised ZeroDivisionError.*mine_"),
        (
            mine("return Losses(policy=outputs.log_prob_N.sum())", "needs = Needs(critic=True)"),
            "gave no value loss",
        ),
        (
            mine(
                "x = (outputs.log_prob_N * outputs.value_N).sum(); return Losses(policy=x, value=x)",
                "needs = Needs(critic=True)",
            ),
            "sends a gradient into the other network",
        ),
        (mine("return Losses()", "beta: float"), "option 'beta' of Mine has no default"),
        (mine("return Losses()", "beta: float = option(None, 'x')"), "is a NoneType; take float"),
        (mine("return Losses()", "epochs: int = option(1, 'x')"), "option epochs has the name of a key"),
        ("class Mine: pass\n", "is a class that is no method"),
        ("class Mine(Method): pass\n", "is no frozen dataclass"),
        ("Mine = 3\n", "has no function 'Mine'"),
        ("raise RuntimeError('broken')\n", "fails at import: RuntimeError: broken"),
        ("import no_such_module\n", "module 'no_such_module' is not installed"),
    ],
)
def test_a_method_that_breaks_the_contract_is_refused_before_anything_is_loaded(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objective = plug_in(tmp_path, monkeypatch, text)
    with pytest.raises((BadData, NotFound, PluginFailure), match=message):
        catalogue.describe(objective)


def test_ipo_by_hand() -> None:
    """Margins .5 and -.3 against 1 / (2 tau) = 2: (1.5^2 + 2.3^2) / 2."""
    sequences = mixed_sequences()
    pairs = [PreferencePair(0, 1), PreferencePair(2, 1)]
    (micro,) = micro_batches(sequences, Layout(1000), pairs)
    first = {"a": 0.7, "b": 0.2, "c": -0.1}
    ratio_N = torch.zeros(len(micro.reward_N))
    starts = np.flatnonzero(np.diff(micro.sequence_of_state_N, prepend=-1))
    for index, name in zip(starts, micro.sequence_ids, strict=True):
        ratio_N[index] = first[name]
    outputs = ModelOutputs(micro, (ratio_N - 1).requires_grad_(), torch.full_like(ratio_N, -1.0))
    found = Ipo(tau=0.25).losses(outputs)
    assert found.policy is not None
    assert found.policy.item() == pytest.approx((1.5**2 + 2.3**2) / 2, rel=1e-6)
    assert found.metrics["pair_accuracy"].item() == 0.5


def test_a_method_outside_the_project_trains_and_resumes_like_ours(
    start: ModelSource, tmp_path: Path
) -> None:
    def batch(number: int) -> tuple[int, list, list]:  # type: ignore[type-arg]
        return number, mixed_sequences(), [PreferencePair(0, 1), PreferencePair(2, 1)]

    spec = oreo_spec(start, tmp_path, method=Ipo(tau=0.5))
    whole = open_training(spec, CPU)
    expected = [whole.train_batch(*batch(n)) for n in range(6)]
    assert expected[-1]["policy_loss"] < expected[0]["policy_loss"]
    first = open_training(spec, CPU)
    for n in range(3):
        first.train_batch(*batch(n))
    first.save(3)
    second = open_training(spec, CPU, next_batch=3)
    assert [second.train_batch(*batch(n)) for n in range(3, 6)] == expected[3:]


def test_a_training_goes_on_with_the_code_it_began_with(
    start: ModelSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = mine("return Losses(policy=outputs.log_prob_N.sum())")
    kind = catalogue.method_class(plug_in(tmp_path, monkeypatch, text))
    spec = oreo_spec(start, tmp_path / "out", method=kind())
    trainer = open_training(spec, CPU)
    trainer.train_batch(0, mixed_sequences())
    trainer.save(1)
    Path(sys.modules[kind.__module__].__file__ or "").write_text(HEAD + text + "# another line\n")
    with pytest.raises(BadData, match="saved by another training: method differ"):
        open_training(spec, CPU, next_batch=1)


def test_what_the_data_lack_is_said_with_the_first_batch(
    start: ModelSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = mine("return Losses(policy=outputs.log_prob_N.sum())", "needs = Needs(behaviour=True)")
    method = catalogue.make(plug_in(tmp_path, monkeypatch, text), {})
    with pytest.raises(BadData, match="a, b, c, d have no behaviour log-probabilities"):
        open_training(oreo_spec(start, tmp_path / "out", method=method), CPU).train_batch(
            0, mixed_sequences()
        )


def test_correct_is_one_threshold() -> None:
    """Half a point is correct for KTO as it is for the orchestrator, a quarter is not."""
    sequences = mixed_sequences()
    (micro,) = micro_batches(sequences, Layout(1000, correct_from=0.5))
    zeros = torch.zeros(len(micro.reward_N))
    outputs = ModelOutputs(micro, zeros, zeros, batch={"reference_point": torch.tensor(0.0)})
    correct = dict(zip(micro.sequence_ids, outputs.correct_S.tolist(), strict=True))
    assert correct == {"a": True, "b": False, "c": True, "d": True}
    (strict,) = micro_batches(sequences, Layout(1000, correct_from=0.8))
    outputs = ModelOutputs(strict, zeros, zeros, batch={"reference_point": torch.tensor(0.0)})
    assert outputs.correct_S.sum() == 2
    assert Kto().learns_from is LearnsFrom.ROLLOUTS
