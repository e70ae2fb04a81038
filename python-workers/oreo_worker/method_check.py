"""Holds a method's code to its contract, with messages that name the file, the method and what to mend.

`checked_losses` guards every micro-batch of a training; `trial` runs a method once on made-up outputs, so
that a mistake shows before a model is loaded.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from oreo_worker.batch import Layout, PreferencePair, TokenSequence, micro_batches
from oreo_worker.failures import BadData, PluginFailure, WorkerFailure
from oreo_worker.method import LearnsFrom, Losses, Method, ModelOutputs
from oreo_worker.plugins import where


def place_of(method: type) -> str:
    """A method's class and file, for messages."""
    return f"method {method.__name__} ({inspect.getsourcefile(method) or method.__module__})"


@contextmanager
def method_code(method: Method, call: str) -> Iterator[None]:
    """What a method's own code raises becomes a failure that names it."""
    try:
        yield
    except (WorkerFailure, torch.OutOfMemoryError):
        raise
    except Exception as error:
        place = place_of(type(method))
        raise PluginFailure(f"{place}: {call} raised {where(error)}.", [place]) from error


def checked_losses(method: Method, outputs: ModelOutputs) -> Losses:
    """The method's losses of a micro-batch. Raises BadData unless each is what a loss must be."""
    with method_code(method, "losses"):
        found = method.losses(outputs)
    place = place_of(type(method))
    if not isinstance(found, Losses):
        raise BadData(f"{place}: losses returned a {type(found).__name__}; return Losses(policy=...).")
    learns = outputs.log_prob_N.requires_grad
    if learns and found.policy is None:
        raise BadData(f"{place}: losses gave no policy loss; return Losses(policy=...).")
    if method.needs.critic and found.value is None:
        raise BadData(f"{place}: losses gave no value loss, but Needs(critic=True); return one or drop it.")
    if not learns:
        found = replace(found, policy=None)
    for name, loss, source in (
        ("policy", found.policy, "outputs.log_prob_N"),
        ("value", found.value, "outputs.value_N"),
    ):
        if loss is not None:
            _check(f"{place}: the {name} loss", loss, source)
    named = {"policy_loss": found.policy, "value_loss": found.value}
    losses = {name: loss.detach() for name, loss in named.items() if loss is not None}
    return replace(found, metrics={**losses, **found.metrics})


def _check(what: str, loss: Tensor, source: str) -> None:
    if not isinstance(loss, Tensor) or loss.shape != () or not loss.is_floating_point():
        shape = tuple(loss.shape) if isinstance(loss, Tensor) else type(loss).__name__
        raise BadData(f"{what} is {shape}; it must be one number: sum it, divided by the batch's size.")
    if not loss.requires_grad:
        raise BadData(f"{what} carries no gradient; compute it from {source} without detach() or item().")


def trial(method: Method) -> None:
    """Runs a method on two made-up micro-batches. Raises BadData or PluginFailure if it breaks its contract.

    Besides what `checked_losses` asks, both losses must be finite and each must leave the other's network
    alone.
    """
    sequences = _sequences()
    pairs = [PreferencePair(0, 1)] if method.learns_from is LearnsFrom.PAIRS else []
    with method_code(method, "before_batch"):
        whole = method.before_batch(_MadeUpBatch())
    place = place_of(type(method))
    for micro in micro_batches(sequences, Layout(1000), pairs):
        draw = torch.Generator().manual_seed(1)
        states = len(micro.reward_N)
        log_prob_N, value_N = ((torch.rand(states, generator=draw) - 1.0).requires_grad_() for _ in range(2))
        needs = method.needs
        outputs = ModelOutputs(
            micro,
            log_prob_N,
            log_prob_N.detach() - 0.1 if needs.reference else None,
            log_prob_N.square() if needs.exact_kl else None,
            log_prob_N.detach().square() if needs.exact_kl else None,
            value_N if needs.critic else None,
            value_N.detach() / 2 if needs.target_critic else None,
            whole,
        )
        found = checked_losses(method, outputs)
        for name, loss, other, fix in (
            ("policy", found.policy, value_N, "outputs.value_N"),
            ("value", found.value, log_prob_N, "outputs.log_ratio_N"),
        ):
            if loss is None:
                continue
            if not bool(torch.isfinite(loss)):
                raise BadData(f"{place}: the {name} loss of plain numbers is {loss.item()}, not finite.")
            (reached,) = torch.autograd.grad(loss, [other], allow_unused=True, retain_graph=True)
            if reached is not None and bool(reached.any()):
                raise BadData(
                    f"{place}: the {name} loss sends a gradient into the other network; use {fix}.detach()."
                )
        if needs.critic:
            checked_losses(method, replace(outputs, log_prob_N=log_prob_N.detach(), kl_N=None))


class _MadeUpBatch:
    def mismatched_log_ratios(self) -> Tensor:
        return torch.tensor([0.1, -0.2])


def _sequences() -> list[TokenSequence]:
    """A correct and an incorrect response to one prompt, of two steps each, with behaviour stored."""
    made = []
    for name, reward in (("correct", 1.0), ("incorrect", 0.0)):
        reward_T = np.zeros(6, dtype=np.float32)
        reward_T[-1] = reward
        mask = np.array([0, 0, 1, 1, 1, 1], dtype=bool)
        behaviour = np.full(6, -0.7, dtype=np.float32)
        ends = np.array([4, 6], dtype=np.int64)
        made.append(TokenSequence(name, np.arange(6, dtype=np.int64), mask, ends, reward_T, behaviour))
    return made
