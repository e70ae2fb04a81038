"""Generation: the cache changes nothing, log-probabilities are the policy's, steps join to the response."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from learning_fixtures import CONFIG
from serving_fixtures import CORPUS

from oreo_worker import generation
from oreo_worker.decoder import CachedDecoder, Decoder, RecomputingDecoder
from oreo_worker.failures import Cancelled
from oreo_worker.generation import Completion, Continuer, FinishReason, Prefix, StopRule, generate, waves
from oreo_worker.models import HuggingFaceCausalModel, Policy, load_policy, next_token_logits
from oreo_worker.preparation import RandomModel, prepare_model
from oreo_worker.random_stream import uniforms
from oreo_worker.sampler import Sampler, choose
from oreo_worker.segmentation import StepRule
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import TokenTexts
from oreo_worker.tokenizer_training import TokenizerTraining

CPU = torch.device("cpu")
SMALL = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}
FAMILIES = {
    "llama": {**CONFIG, "max_position_embeddings": 256},
    "qwen3": {**SMALL, "model_type": "qwen3", "num_key_value_heads": 2, "head_dim": 8},
    "gpt2": {"model_type": "gpt2", "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 256},
    # Window and soft cap: layers whose cache forgets, logits that are changed behind the projection.
    "gemma2": {
        **SMALL,
        "model_type": "gemma2",
        "num_key_value_heads": 2,
        "head_dim": 8,
        "sliding_window": 16,
        "query_pre_attn_scalar": 8,
    },
}
LINES = StepRule(("\n", ". "))


def _policy(folder: Path, family: str) -> Policy:
    training = TokenizerTraining("character", 0, tuple(CORPUS))
    config = {"max_position_embeddings": 256, "initializer_range": 0.3, **FAMILIES[family]}
    prepare_model(RandomModel(json.dumps(config), 7, training), folder / family)
    return load_policy(ModelSource(str(folder / family)), torch.float32, CPU)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return _policy(tmp_path_factory.mktemp("models"), "llama")


def _prefixes(policy: Policy, count: int = 13) -> list[Prefix]:
    """Different lengths, and every third prefix twice."""
    texts = ["Q: 12 + 7 = 19\nA: first, then. \nso "[: 3 + 2 * (n - n % 3)] for n in range(count)]
    ids = [tuple(policy.tokenizer.encode(text)) for text in texts]
    return [Prefix(f"p{n}", tokens, 1000 + n) for n, tokens in enumerate(ids)]


def _continuer(
    policy: Policy, new_decoder: Callable[[], Decoder] | None = None, ends: frozenset[int] | None = None
) -> Continuer:
    assert isinstance(policy.model, HuggingFaceCausalModel)
    network = policy.model.network
    return Continuer(
        new_decoder or (lambda: CachedDecoder(network)),
        frozenset(policy.facts.end_token_ids) if ends is None else ends,
        TokenTexts(policy.tokenizer),
        CPU,
    )


def _all(continuer: Continuer, prefixes: list[Prefix], sampler: Sampler, stop: StopRule) -> list[Completion]:
    return [c for wave in generate(continuer, prefixes, sampler, stop, lambda: False) for c in wave]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_cache_changes_nothing(family: str, tmp_path: Path) -> None:
    """Against a decoder that runs over the whole text each time; long enough that buffers grow, and rows
    end at different times."""
    policy = _policy(tmp_path, family)
    ends = frozenset(range(40, 45))
    stop = StopRule(False, StepRule(), 75, 256)
    slow = _continuer(policy, lambda: RecomputingDecoder(next_token_logits(policy.model), CPU), ends)
    expected = _all(slow, _prefixes(policy), Sampler(), stop)
    found = _all(_continuer(policy, ends=ends), _prefixes(policy), Sampler(), stop)
    assert [c.token_ids for c in found] == [c.token_ids for c in expected]
    for a, b in zip(found, expected, strict=True):
        assert np.allclose(a.log_probs, b.log_probs, atol=2e-4)
    assert len({len(c.token_ids) for c in found}) >= 3


@pytest.mark.parametrize("sampler", [Sampler(), Sampler(0.7, 0.8, 20), Sampler(0.0)])
def test_every_token_and_log_probability_is_the_samplers_on_a_full_forward_pass(
    policy: Policy, sampler: Sampler
) -> None:
    stop = StopRule(False, StepRule(), 24, 256)
    for prefix, completion in zip(
        _prefixes(policy), _all(_continuer(policy), _prefixes(policy), sampler, stop), strict=True
    ):
        ids = torch.tensor([[*prefix.token_ids, *completion.token_ids]])
        network: Any = policy.model.module
        with torch.no_grad():
            logits = network(input_ids=ids, use_cache=False).logits[0]
        start = len(prefix.token_ids)
        positions = np.arange(start, ids.shape[1], dtype=np.uint64)
        draws = torch.from_numpy(uniforms(np.array([prefix.seed], dtype=np.uint64), positions))
        tokens, log_mu = choose(logits[start - 1 : -1], draws, sampler)
        assert tokens.tolist() == completion.token_ids
        assert np.allclose(log_mu.numpy(), completion.log_probs, atol=1e-4)


def test_steps_one_by_one_are_the_whole_response(policy: Policy) -> None:
    """Stopping at step ends and continuing with the same seed gives the response of one call, split at its
    step ends."""
    prefixes = _prefixes(policy)
    ends = frozenset(range(40, 45))
    continuer = _continuer(policy, ends=ends)
    # The random model seldom writes a blank behind a full stop, so common characters end steps as well.
    rule = StepRule(("\n", ". ", "a", "e", "t "))
    whole = _all(continuer, prefixes, Sampler(), StopRule(False, rule, 60, 120))
    for prefix, expected in zip(prefixes, whole, strict=True):
        tokens: list[int] = []
        step_ends: list[int] = []
        log_probs: list[float] = []
        reason = FinishReason.STEP_END
        while reason is FinishReason.STEP_END and len(tokens) < 60:
            again = Prefix("again", prefix.token_ids + tuple(tokens), prefix.seed)
            (step,) = _all(continuer, [again], Sampler(), StopRule(True, rule, 60 - len(tokens), 120))
            assert step.token_ids and len(step.step_ends) == 1
            tokens += step.token_ids
            log_probs += step.log_probs
            step_ends += step.step_ends
            reason = step.finish_reason
        assert tokens == expected.token_ids
        assert step_ends == expected.step_ends
        assert np.allclose(log_probs, expected.log_probs, atol=1e-4)
    assert max(len(completion.step_ends) for completion in whole) >= 3
    assert any(len(completion.token_ids) < 60 for completion in whole)


def test_equal_requests_give_equal_bits(policy: Policy) -> None:
    stop = StopRule(False, LINES, 40, 256)
    first = _all(_continuer(policy), _prefixes(policy), Sampler(0.9, 0.95), stop)
    assert _all(_continuer(policy), _prefixes(policy), Sampler(0.9, 0.95), stop) == first


def test_a_stream_belongs_to_its_request(policy: Policy) -> None:
    """Company and order in the batch change no token; another seed does."""
    stop = StopRule(False, LINES, 40, 256)
    prefixes = _prefixes(policy)
    together = {c.item_id: c.token_ids for c in _all(_continuer(policy), prefixes, Sampler(), stop)}
    turned = {c.item_id: c.token_ids for c in _all(_continuer(policy), prefixes[::-1], Sampler(), stop)}
    alone = {p.item_id: c.token_ids for p in prefixes for c in _all(_continuer(policy), [p], Sampler(), stop)}
    assert together == turned == alone
    other = Prefix("other", prefixes[0].token_ids, prefixes[0].seed + 1)
    assert _all(_continuer(policy), [other], Sampler(), stop)[0].token_ids != together["p0"]


def test_limits_end_a_completion(policy: Policy) -> None:
    ids = tuple(policy.tokenizer.encode("Q: 12 + 7"))
    continuer = _continuer(policy, ends=frozenset())
    full, short = _all(
        continuer,
        [Prefix("full", ids, 1), Prefix("short", ids[:4], 1)],
        Sampler(),
        StopRule(False, LINES, 100, len(ids)),
    )
    assert (full.token_ids, full.finish_reason) == ([], FinishReason.LENGTH)
    assert (len(short.token_ids), short.finish_reason) == (len(ids) - 4, FinishReason.LENGTH)
    every = frozenset(range(policy.facts.vocabulary_size))
    (ended,) = _all(
        _continuer(policy, ends=every), [Prefix("e", ids, 1)], Sampler(), StopRule(True, LINES, 9, 256)
    )
    assert (len(ended.token_ids), ended.finish_reason) == (1, FinishReason.END_TOKEN)


def test_waves_hold_every_prefix_once_in_order(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small limits cut the request; the cuts change no token."""
    prefixes = _prefixes(policy)
    stop = StopRule(False, LINES, 20, 256)
    whole = _all(_continuer(policy), prefixes, Sampler(), stop)
    for name, value in (
        ("ROWS_OF_WAVE", 5),
        ("PREFIX_TOKENS_OF_WAVE", 40),
        ("CACHED_TOKENS_OF_WAVE", 150),
    ):
        monkeypatch.setattr(generation, name, value)
        cut = list(waves(prefixes, stop))
        assert [p for wave in cut for p in wave] == prefixes and len(cut) > 1
        assert [c.token_ids for c in _all(_continuer(policy), prefixes, Sampler(), stop)] == [
            c.token_ids for c in whole
        ]


def test_a_cancelled_call_stops_before_its_next_token(policy: Policy) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    stop = StopRule(False, LINES, 200, 256)
    with pytest.raises(Cancelled):
        list(generate(_continuer(policy, ends=frozenset()), _prefixes(policy), Sampler(), stop, cancelled))
    assert asked == 4
