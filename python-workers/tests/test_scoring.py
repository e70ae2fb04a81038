"""ScoreActions: how likely a policy finds what somebody wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving_fixtures import Client, refused

from oreo.worker.v1 import generation_service_pb2, sequence_pb2

MODEL = "scoring-policy"


@pytest.fixture(scope="module")
def policy(client: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a loaded policy."""
    directory = tmp_path_factory.mktemp("scoring") / "model"
    client.prepare(directory)
    client.load(MODEL, directory)
    return MODEL


def _item(name: str, tokens: list[int], mask: list[bool], states: list[int]) -> Any:
    return generation_service_pb2.WrittenItem(
        item_id=name, token_ids=tokens, action_mask=mask, state_positions=states
    )


def _score(client: Client, items: list[Any], model: str = MODEL) -> list[list[float]]:
    request = generation_service_pb2.ScoreActionsRequest(model_id=model, items=items)
    replies = [s for reply in client.generation.ScoreActions(request) for s in reply.scores]
    assert [s.item_id for s in replies] == [item.item_id for item in items]
    return [list(s.log_probs) for s in replies]


def test_what_was_sampled_is_as_likely_as_the_sampler_said(client: Client, policy: str) -> None:
    prefixes = [[260 + n % 9, 270, 262][: 1 + n % 3] for n in range(7)]
    completions = client.generate(
        generation_service_pb2.GenerateRequest(
            model_id=policy,
            items=[
                generation_service_pb2.GenerationItem(item_id=f"i{n}", prefix_token_ids=prefix, seed=n)
                for n, prefix in enumerate(prefixes)
            ],
            sampler=generation_service_pb2.Sampler(temperature=1.0),
            stop=generation_service_pb2.StopRule(
                max_new_tokens=5 + 3, step_rule=sequence_pb2.StepRule(delimiters=["\n"])
            ),
        )
    )
    items, expected = [], []
    for prefix, completion in zip(prefixes, completions, strict=True):
        new = list(completion.token_ids)
        states = [len(prefix) + taken for taken in range(len(new) + 1)]
        mask = [False] * len(prefix) + [True] * len(new)
        items.append(_item(completion.item_id, prefix + new, mask, states))
        expected.append([sum(completion.log_probs[:taken]) for taken in range(len(new) + 1)])
    for found, wanted in zip(_score(client, items), expected, strict=True):
        assert found == pytest.approx(wanted, abs=1e-3)
        assert found[0] == 0.0 and sorted(found, reverse=True) == found


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(258, 280), st.booleans()), min_size=1, max_size=12),
    st.integers(1, 6),
)
def test_what_was_read_counts_nothing_and_neighbours_change_nothing(
    client: Client, policy: str, written: list[tuple[int, bool]], others: int
) -> None:
    tokens = [260] + [token for token, _ in written]
    mask = [False] + [chosen for _, chosen in written]
    states = list(range(1, len(tokens) + 1))
    alone = _score(client, [_item("x", tokens, mask, states)])[0]
    crowd = [_item(f"o{n}", [261] * (n + 2), [False] + [True] * (n + 1), []) for n in range(others)]
    assert _score(client, [*crowd, _item("x", tokens, mask, states)])[-1] == pytest.approx(alone, abs=1e-4)
    before = [0.0, *alone]
    for position, chosen in enumerate(mask):
        step = alone[position] - before[position]
        assert step < 0 if chosen else step == 0


def test_nothing_chosen_is_certain_and_no_states_mean_the_last(client: Client, policy: str) -> None:
    assert _score(client, [_item("read", [260, 261], [False, False], [])]) == [[0.0]]
    whole = _score(client, [_item("w", [260, 261, 262], [False, True, True], [3])])
    assert _score(client, [_item("w", [260, 261, 262], [False, True, True], [])]) == whole


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (_item("short", [260, 261], [False], []), "action mask"),
        (_item("bold", [260, 261], [True, True], []), "begins with an action"),
        (_item("far", [260, 261], [False, True], [3]), "state 3"),
        (_item("empty", [], [], []), "no tokens"),
        (_item("foreign", [260, 9999], [False, True], []), "9999"),
    ],
)
def test_a_wrong_item_is_refused_by_name(client: Client, policy: str, item: Any, words: str) -> None:
    with refused("BAD_DATA") as refusal:
        _score(client, [item])
    assert words in refusal.failure.message and item.item_id in refusal.failure.message


def test_an_empty_request_and_an_unknown_policy_are_refused(client: Client, policy: str) -> None:
    with refused("BAD_DATA"):
        _score(client, [])
    with refused("NOT_FOUND"):
        _score(client, [_item("x", [260], [False], [])], model="nobody")


def test_plain_numbers(client: Client, tmp_path: Path) -> None:
    """Against the network itself, all logits at once."""
    import torch
    from transformers import AutoModelForCausalLM

    client.prepare(tmp_path / "plain", seed=5)
    client.load("plain", tmp_path / "plain")
    tokens = [260, 265, 270, 259]
    network = AutoModelForCausalLM.from_pretrained(tmp_path / "plain", dtype=torch.float32).eval()
    with torch.no_grad():
        log_probs = network(torch.tensor([tokens])).logits[0].log_softmax(-1)
    wanted = float(log_probs[1, tokens[2]] + log_probs[2, tokens[3]])
    found = _score(client, [_item("p", tokens, [False, False, True, True], [2, 4])], model="plain")
    assert found == [[0.0, pytest.approx(wanted, abs=1e-4)]]
