"""What a training method is: one frozen dataclass whose fields are its options.

A method says what it learns from (`learns_from`), what it needs to know of the networks (`needs`) and turns
the outputs of one micro-batch into losses (`losses`). It knows no models, optimisers or files. Everything
else, the check of a run file, the estimate, checkpoints, reports, follows from these. `oreo_worker/methods`
holds ours, a file each; `examples/ipo.py` is one outside the project.

    @dataclass(frozen=True)
    class Ipo(Method):
        "Identity preference optimisation on pairs (arXiv 2310.12036)."

        learns_from = LearnsFrom.PAIRS
        needs = Needs(reference=True)
        tau: float = option(0.1, "weight of the log-ratio", above=0)

        def losses(self, outputs: ModelOutputs) -> Losses: ...
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from torch import Tensor

from oreo_worker import losses
from oreo_worker.batch import ActionLayout, MicroBatch
from oreo_worker.failures import BadData
from oreo_worker.specs import Level

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class LearnsFrom(Enum):
    """What the sequences of a method's batches are."""

    DEMONSTRATIONS = "demonstrations"
    ROLLOUTS = "rollouts"
    CORRECT = "correct"
    PAIRS = "pairs"


@dataclass(frozen=True)
class Needs:
    """What must be known of the networks for a method.

    reference: log pi_ref of the action tokens.  exact_kl: KL(pi || pi_ref) over the whole vocabulary, with
    the entropy.  critic: V, trained with the policy.  target_critic: V of a second critic that no gradient
    reaches and that the method moves (`after_update`).  steps: sequences must have step ends.  mismatched:
    log-ratios of prompts joined with the responses to other prompts (`before_batch`).  behaviour: the
    log-probabilities under which the rollouts were sampled must be stored with them.
    """

    reference: bool = False
    exact_kl: bool = False
    critic: bool = False
    target_critic: bool = False
    steps: bool = False
    mismatched: bool = False
    behaviour: bool = False


@dataclass(frozen=True, eq=False)
class ModelOutputs:
    """What the networks say about one micro-batch; None where a method does not need it.

    While only the critic is trained, log_prob_N carries no gradient. `batch` holds what `before_batch` found
    for the whole batch. Shape letters as in `batch`.
    """

    micro: MicroBatch
    log_prob_N: Tensor
    reference_N: Tensor | None = None
    kl_N: Tensor | None = None
    entropy_N: Tensor | None = None
    value_N: Tensor | None = None
    target_value_N: Tensor | None = None
    batch: Mapping[str, Tensor] = field(default_factory=dict)

    @property
    def log_ratio_N(self) -> Tensor:
        """rho = log pi - log pi_ref of every action token."""
        return self.log_prob_N - given(self.reference_N, "reference")

    @property
    def correct_S(self) -> Tensor:
        """Which responses are correct: their return reaches the training's `correct_from`."""
        return self.over_responses(self.micro.reward_N) >= self.micro.correct_from

    def actions(self, level: Level) -> ActionLayout:
        """How the action tokens form actions of a level."""
        return self.micro.actions(level)

    def over_responses(self, x_N: Tensor) -> Tensor:
        """Sums a quantity of N tokens over each of S responses."""
        return losses.over_actions(x_N, self.actions(Level.RESPONSE))


@dataclass(frozen=True, eq=False)
class Losses:
    """Losses of the two networks, scalars, and numbers to report; this micro-batch's parts of batch means."""

    policy: Tensor | None = None
    value: Tensor | None = None
    metrics: dict[str, Tensor] = field(default_factory=dict)


class Batch(Protocol):
    """A whole batch before its update."""

    def mismatched_log_ratios(self) -> Tensor:
        """rho of each prompt joined with the response to another prompt of the batch, S, no gradient."""
        ...


class Networks(Protocol):
    """The networks after an update."""

    def move_target_critic(self, tau: float) -> None:
        """Moves the target critic towards the critic: target += tau (critic - target)."""
        ...


@dataclass(frozen=True)
class Method:
    """One way to learn from trajectories. Subclasses are frozen dataclasses with defaults for all fields."""

    learns_from: ClassVar[LearnsFrom] = LearnsFrom.ROLLOUTS
    # A constant, or a property where it depends on the options.
    needs: ClassVar[Needs] = Needs()
    # Name of the option that is beta of the soft Bellman equation by which V is learned; "" if none is.
    soft_bellman_beta: ClassVar[str] = ""
    # Options of which at least one must be above zero.
    not_all_zero: ClassVar[tuple[str, ...]] = ()

    def losses(self, outputs: ModelOutputs) -> Losses:
        """This micro-batch's part of the losses."""
        raise NotImplementedError(f"{type(self).__name__} does not define losses(outputs)")

    def before_batch(self, batch: Batch) -> dict[str, Tensor]:
        """Scalars over a whole batch, for `losses` (outputs.batch) and the metrics."""
        return {}

    def after_update(self, networks: Networks) -> None:
        """Called after each update of the networks."""

    def __post_init__(self) -> None:
        for each in options_of(type(self)):
            each.check(getattr(self, each.field))
        if self.not_all_zero and not any(getattr(self, name) > 0 for name in self.not_all_zero):
            raise BadData(f"{' and '.join(self.not_all_zero)} are 0, so nothing would be learned; raise one.")


@dataclass(frozen=True)
class Option:
    """A field of a method as run files see it; `name` is the field's name without a trailing underscore."""

    name: str
    field: str
    kind: str
    default: Any
    text: str
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    choices: tuple[str, ...] = ()

    def check(self, value: Any) -> None:
        """Raises BadData that names the option unless the value lies in its range."""
        if self.choices:
            if value not in self.choices and getattr(value, "value", None) not in self.choices:
                raise BadData(f"{self.name} is '{value}'; write one of {', '.join(self.choices)}.")
        elif self.kind in ("number", "integer"):
            if not math.isfinite(value):
                raise BadData(f"{self.name} is {value}; it must be a finite number.")
            for holds, words in (
                (self.at_least is None or value >= self.at_least, f"at least {self.at_least}"),
                (self.above is None or value > self.above, f"above {self.above}"),
                (self.at_most is None or value <= self.at_most, f"at most {self.at_most}"),
            ):
                if not holds:
                    raise BadData(f"{self.name} is {value}; it must be {words}.")


def option(
    default: Any,
    text: str,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
) -> Any:
    """A field of a method: its default, one line of meaning, and the range of a number.

    The type is that of the annotation: float, int, bool, str, or an Enum of texts.
    """
    bounds = {"at_least": at_least, "above": above, "at_most": at_most}
    return field(default=default, metadata={"text": text, **bounds})


_KINDS = {float: "number", int: "integer", bool: "flag", str: "text"}


def options_of(method: type[DataclassInstance]) -> list[Option]:
    """The options of a method, in the order of its fields. Raises TypeError for a field that is none."""
    return [_option(method, each) for each in dataclasses.fields(method)]


def _option(method: type, each: dataclasses.Field[Any]) -> Option:
    place = f"option '{each.name}' of {method.__name__}"
    if each.default is dataclasses.MISSING:
        raise TypeError(f"{place} has no default; declare it as {each.name}: float = option(0.1, '...')")
    choices: tuple[str, ...] = ()
    kind = _KINDS.get(type(each.default), "")
    if isinstance(each.default, Enum):
        choices, kind = tuple(str(member.value) for member in type(each.default)), "text"
    if not kind:
        raise TypeError(f"{place} is a {type(each.default).__name__}; take float, int, bool, str or an Enum")
    bounds = {name: each.metadata.get(name) for name in ("at_least", "above", "at_most")}
    default = each.default.value if isinstance(each.default, Enum) else each.default
    name, text = each.name.rstrip("_"), str(each.metadata.get("text", ""))
    return Option(name, each.name, kind, default, text, choices=choices, **bounds)


def given(x: Tensor | None, need: str) -> Tensor:
    """An output that the method declared in its needs."""
    if x is None:
        raise TypeError(f"the method reads the {need}, which its needs do not name; add it to Needs(...)")
    return x
