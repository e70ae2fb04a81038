"""What the networks say, in rows, packed or one by one, against a plain slow computation."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from learning_fixtures import mixed_sequences, oreo_spec, sequence, tiny_model

from oreo_worker.batch import Layout, TokenSequence, micro_batches
from oreo_worker.forward_pass import ForwardPass
from oreo_worker.method import ModelOutputs
from oreo_worker.methods.oreo import Oreo
from oreo_worker.models import load_causal_model
from oreo_worker.policy import CausalModel
from oreo_worker.projection import Projection, ReferenceSide, project
from oreo_worker.specs import Level, ModelSource, TrainingSpec
from oreo_worker.training_models import TrainingModels, load_training_models

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> TrainingSpec:
    root = tmp_path_factory.mktemp("models")
    start, reference = tiny_model(root / "start", seed=1), tiny_model(root / "reference", seed=2)
    return oreo_spec(start, root / "out", reference=reference)


def opened(spec: TrainingSpec) -> TrainingModels:
    models = load_training_models(spec, CPU)
    assert models.critic is not None
    torch.nn.init.normal_(models.critic.value_head.weight, generator=torch.Generator().manual_seed(3))
    models.policy.module.eval()
    models.critic.train(False)
    return models


def losses_of(spec: TrainingSpec, models: TrainingModels) -> tuple[float, float]:
    """Policy and value loss of the batch as the trainer computes them, summed over micro-batches."""
    method = spec.method
    forward = ForwardPass(spec, models, method.needs)
    sequences = mixed_sequences()
    policy = value = 0.0
    for micro in micro_batches(sequences, Layout(spec.micro_batch_tokens, spec.packing)):
        found = method.losses(forward.of(micro, [sequences[i] for i in micro.members]))
        assert found.policy is not None and found.value is not None
        policy, value = policy + found.policy.item(), value + found.value.item()
    return policy, value


def plain_losses(spec: TrainingSpec, models: TrainingModels) -> tuple[float, float]:
    """The same by section 2 of the method, one sequence at a time, with whole logits and loops."""
    assert models.reference is not None
    reference = models.reference.load()
    parts = [_plain(spec.method, models, reference, s) for s in mixed_sequences()]
    count = len(parts)
    return sum(p for p, _ in parts) / count, sum(v for _, v in parts) / count


def _plain(
    method: object, models: TrainingModels, reference: CausalModel, sequence: TokenSequence
) -> tuple[float, float]:
    assert isinstance(method, Oreo) and models.critic is not None
    ids = torch.from_numpy(sequence.token_ids_T)[None]
    log_pi = torch.log_softmax(_logits(models.policy, ids), dim=-1)
    log_ref = torch.log_softmax(_logits(reference, ids), dim=-1)
    hidden = models.critic.backbone.hidden(ids, None, None)[0]
    values = models.critic.value_head(hidden)[:, 0]
    positions = [int(p) for p in sequence.action_positions]
    ratio = {p: float(log_pi[p - 1, ids[0, p]] - log_ref[p - 1, ids[0, p]]) for p in positions}
    kl = sum(float((log_pi[p - 1].exp() * (log_pi[p - 1] - log_ref[p - 1])).sum()) for p in positions)
    reward = {p: float(sequence.reward_T[p]) for p in positions}
    groups = _groups(method.level, sequence, positions)
    states = [[p] for p in positions] if method.level is Level.RESPONSE else groups
    value_errors = []
    target = following = 0.0
    for group in reversed(states):
        step = sum(reward[p] - method.beta * ratio[p] for p in group)
        target = step + (1 - method.lambda_) * following + method.lambda_ * target
        following = float(values[group[0] - 1])
        value_errors.append((following - target) ** 2)
    policy_errors = []
    for k, group in enumerate(groups):
        to_go = sum(reward[p] - method.beta * ratio[p] for later in groups[k:] for p in later)
        policy_errors.append((float(values[group[0] - 1]) - to_go) ** 2)
    policy = sum(policy_errors) / len(policy_errors) + method.alpha * kl / len(positions)
    return policy, sum(value_errors) / len(value_errors)


def _groups(level: Level, sequence: TokenSequence, positions: list[int]) -> list[list[int]]:
    if level is Level.TOKEN:
        return [[p] for p in positions]
    if level is Level.RESPONSE:
        return [positions]
    starts = [0, *[int(e) for e in sequence.step_ends]]
    found = [[p for p in positions if a <= p < b] for a, b in itertools.pairwise(starts)]
    return [group for group in found if group]


def _logits(model: CausalModel, ids: torch.Tensor) -> torch.Tensor:
    weight, bias = model.projection()
    assert bias is None
    return (model.hidden(ids, None, None) @ weight.T)[0]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("packing", [False, True])
@torch.no_grad()
def test_losses_equal_the_plain_computation(spec: TrainingSpec, level: Level, packing: bool) -> None:
    method = Oreo(level, beta=0.3, alpha=0.1, lambda_=0.8)
    changed = replace(spec, method=method, packing=packing, micro_batch_tokens=18)
    models = opened(changed)
    with torch.enable_grad():
        found = losses_of(changed, models)
    plain = plain_losses(changed, models)
    assert found == pytest.approx(plain, rel=2e-4, abs=1e-5)


@pytest.mark.parametrize("tokens", [9, 16, 40])
def test_the_cut_into_micro_batches_changes_nothing(spec: TrainingSpec, tokens: int) -> None:
    models = opened(spec)
    whole = losses_of(replace(spec, micro_batch_tokens=1000), models)
    assert losses_of(replace(spec, micro_batch_tokens=tokens), models) == pytest.approx(whole, rel=1e-4)


def test_a_cached_reference_value_is_a_function_of_its_sequence_alone(spec: TrainingSpec) -> None:
    """Bit for bit, in whatever company a sequence was first seen: a resumed training sees it in another."""
    draw = torch.Generator().manual_seed(4)
    sequences = [
        sequence(f"s{n}", torch.randint(3, 20, (n,), generator=draw).tolist(), [0] + [1] * (n - 1))
        for n in range(3, 40)
    ]
    found: list[dict[str, torch.Tensor]] = []
    for tokens in (39, 200, 2000):
        reference = ForwardPass(spec, opened(spec), spec.method.needs).reference
        values: dict[str, torch.Tensor] = {}
        for micro in micro_batches(sequences, Layout(tokens)):
            members = [sequences[i] for i in micro.members]
            log_prob_N = reference.log_probs(micro, members)
            parts = log_prob_N.split([len(s.action_positions) for s in members])
            values.update(zip(micro.sequence_ids, parts, strict=True))
        found.append(values)
    for values in found[1:]:
        assert all(torch.equal(values[name], one) for name, one in found[0].items())


def test_gradients_flow_only_where_they_should(spec: TrainingSpec) -> None:
    models = opened(spec)
    assert models.critic is not None
    method = spec.method
    forward = ForwardPass(spec, models, method.needs)
    sequences = mixed_sequences()
    micro = micro_batches(sequences, Layout(1000))[0]
    found = method.losses(forward.of(micro, [sequences[i] for i in micro.members]))
    assert found.policy is not None and found.value is not None
    policy = [p for p in models.policy.module.parameters() if p.requires_grad]
    critic = [p for _, p in models.critic.named_parameters() if p.requires_grad]
    assert all(
        g is None for g in torch.autograd.grad(found.policy, critic, allow_unused=True, retain_graph=True)
    )
    assert all(
        g is None for g in torch.autograd.grad(found.value, policy, allow_unused=True, retain_graph=True)
    )
    assert all(g is not None for g in torch.autograd.grad(found.policy, policy, retain_graph=True))
    assert any(bool(g.any()) for g in torch.autograd.grad(found.value, critic))


def test_observation_tokens_carry_no_loss(spec: TrainingSpec) -> None:
    """Only the states in which an action token is chosen have outputs."""
    micro = micro_batches(mixed_sequences(), Layout(1000))[0]
    states = dict.fromkeys(micro.sequence_ids, 0)
    for index in micro.sequence_of_state_N:
        states[micro.sequence_ids[index]] += 1
    assert states == {"a": 4, "b": 3, "c": 5, "d": 1}


@pytest.mark.parametrize("chunk", [1, 3, 1000])
def test_chunks_of_the_projection_change_nothing(chunk: int) -> None:
    """Numbers and gradients in chunks, logits forgotten in between, equal those of whole logits."""
    generator = torch.Generator().manual_seed(0)
    hidden, far = (torch.randn(7, 4, generator=generator) for _ in range(2))
    weight, other = (torch.randn(50, 4, generator=generator) for _ in range(2))
    taken = torch.arange(7)

    def run(whole: bool) -> list[torch.Tensor]:
        h, w = hidden.clone().requires_grad_(), weight.clone().requires_grad_()
        if whole:
            log_pi = torch.log_softmax(h @ w.T, -1)
            log_ref = torch.log_softmax(far @ other.T, -1)
            rows = torch.arange(7)
            numbers = [log_pi[rows, taken], log_ref[rows, taken], (log_pi.exp() * (log_pi - log_ref)).sum(1)]
        else:
            side = ReferenceSide(far, Projection(other, None, lambda x: x))
            projected = project(h, taken, Projection(w, None, lambda x: x), chunk, side)
            assert projected.reference_N is not None and projected.kl_N is not None
            numbers = [projected.log_prob_N, projected.reference_N, projected.kl_N]
        (numbers[0].sum() + 0.3 * numbers[2].square().sum()).backward()
        assert h.grad is not None and w.grad is not None
        return [*(n.detach() for n in numbers), h.grad, w.grad]

    for found, expected in zip(run(whole=False), run(whole=True), strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)


def test_reference_numbers_are_computed_once(spec: TrainingSpec, tmp_path: Path) -> None:
    """Without an exact KL the second epoch reads them from disk and never loads the model."""
    method = Oreo(Level.TOKEN, beta=0.3, alpha=0.0)
    changed = replace(spec, method=method, reference_cache_directory=str(tmp_path))
    sequences = mixed_sequences()

    def measure(broken_model: bool) -> ModelOutputs:
        models = opened(changed)
        assert models.reference is not None
        if broken_model:
            models.reference = replace(models.reference, load=_unavailable)
        forward = ForwardPass(changed, models, method.needs)
        micro = micro_batches(sequences, Layout(1000))[0]
        return forward.of(micro, [sequences[i] for i in micro.members])

    first, second = measure(broken_model=False), measure(broken_model=True)
    assert first.reference_N is not None and second.reference_N is not None
    assert torch.equal(first.reference_N, second.reference_N)


def _unavailable() -> CausalModel:
    raise AssertionError("the reference model was loaded although its numbers are known")


def test_the_critic_keeps_what_it_knows(spec: TrainingSpec, tmp_path: Path) -> None:
    models = opened(spec)
    assert models.critic is not None
    models.critic.save(tmp_path)
    source = ModelSource(str(tmp_path))
    from oreo_worker.value_head import load_critic

    again = load_critic(
        source.directory, lambda: load_causal_model(source, torch.float32, CPU, headless=True), CPU
    )
    micro = micro_batches(mixed_sequences(), Layout(1000))[0]
    with torch.no_grad():
        before = models.critic.values(micro.rows, micro.state_index_N)
        after = again.values(micro.rows, micro.state_index_N)
    assert torch.equal(before, after)
