"""Which methods there are and what they are like: for a call, and for a file that is made at set-up.

    python -m oreo_worker.catalogue                      every method of oreo_worker/methods, as JSON
    python -m oreo_worker.catalogue my_package.ipo:Ipo   methods outside the worker, each tried once

A method is named by its module in oreo_worker/methods, or by package.module:Class anywhere on PYTHONPATH.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from oreo_worker import methods
from oreo_worker.failures import BadData, NotFound, WorkerFailure
from oreo_worker.method import Method, Option, options_of
from oreo_worker.method_check import method_code, place_of, trial
from oreo_worker.plugins import entry_point

# Keys of a method's table in a run file that are not its options (io.oreo.schedule.settings.MethodSettings).
RESERVED = frozenset(
    [
        "name",
        "objective",
        "epochs",
        "batch_size",
        "checkpoint_every",
        "critic_warmup_epochs",
        "continue_critic",
        "max_pairs",
        "rollouts",
        "learning_rate",
        "critic_learning_rate",
        "optimiser",
        "critic_optimiser",
    ]
)


def names() -> list[str]:
    """The methods that come with the worker."""
    return sorted(module.name for module in pkgutil.iter_modules(methods.__path__))


def method_class(objective: str) -> type[Method]:
    """The class that an objective names. Raises NotFound or BadData with the way to mend it."""
    if ":" in objective:
        found: Any = entry_point(objective, "objective")
        return _checked_class(found, f"objective '{objective}'")
    if objective not in names():
        raise NotFound(
            f"There is no method '{objective}'; ours are {', '.join(names())}, one of your own is"
            " package.module:Class.",
            [objective],
        )
    module = importlib.import_module(f"{methods.__name__}.{objective}")
    own = [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, Method) and each.__module__ == module.__name__
    ]
    if len(own) != 1:
        raise BadData(f"{module.__file__} defines {len(own)} methods; a module here is one method.")
    return _checked_class(own[0], f"objective '{objective}'")


def make(objective: str, given: Mapping[str, Any]) -> Method:
    """A method with these options; options that are left out have their defaults."""
    kind = method_class(objective)
    known = {each.name: each for each in options_of(kind)}
    unknown = sorted(given.keys() - known.keys())
    if unknown:
        raise BadData(
            f"{place_of(kind)} has no option {', '.join(unknown)}; it has {', '.join(known) or 'none'}.",
            unknown,
        )
    values = {known[name].field: _converted(kind, known[name], value) for name, value in given.items()}
    return kind(**values)


def describe(objective: str) -> dict[str, Any]:
    """A method as JSON: name, source, text, options, what it learns from and needs.

    A method outside the worker is tried once on made-up numbers.
    """
    kind = method_class(objective)
    with_defaults = kind()
    options = options_of(kind)
    taken = sorted(each.name for each in options if each.name in RESERVED)
    if taken:
        raise BadData(
            f"{place_of(kind)}: option {', '.join(taken)} has the name of a key that every method's table"
            " of a run file has; rename it.",
            taken,
        )
    if ":" in objective:
        with method_code(with_defaults, "needs"):
            trial(with_defaults)
    return {
        "name": objective,
        "source": f"{kind.__module__}:{kind.__qualname__}",
        "text": (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " "),
        "learns_from": with_defaults.learns_from.value,
        "needs": sorted(name for name, need in dataclasses.asdict(with_defaults.needs).items() if need),
        "soft_bellman_beta": with_defaults.soft_bellman_beta,
        "not_all_zero": list(with_defaults.not_all_zero),
        "options": [_described(each) for each in options],
    }


def _described(each: Option) -> dict[str, Any]:
    record = dataclasses.asdict(each) | {"choices": list(each.choices)}
    del record["field"]
    return {name: value for name, value in record.items() if value is not None and value != []}


def _checked_class(found: Any, what: str) -> type[Method]:
    if not inspect.isclass(found) or not issubclass(found, Method):
        kind = "a class" if inspect.isclass(found) else f"a {type(found).__name__}"
        raise BadData(f"{what} is {kind} that is no method; derive it from oreo_worker.method.Method.")
    parameters = vars(found).get("__dataclass_params__")
    if parameters is None or not parameters.frozen:
        raise BadData(f"{place_of(found)} is no frozen dataclass; put @dataclass(frozen=True) above it.")
    try:
        options_of(found)
    except TypeError as error:
        raise BadData(f"{place_of(found)}: {error}.") from error
    return found


def _converted(kind: type[Method], each: Option, value: Any) -> Any:
    wanted: Any = type(kind.__dataclass_fields__[each.field].default)
    if each.choices:
        each.check(value)
        return wanted(value)
    number = wanted in (int, float) and isinstance(value, int | float) and not isinstance(value, bool)
    if number and (wanted is float or float(value).is_integer()):
        return wanted(value)
    if type(value) is not wanted:
        raise BadData(f"option {each.name} of {place_of(kind)} is {value!r}; it must be a {each.kind}.")
    return value


def main(arguments: Sequence[str]) -> int:
    """Prints a JSON list of descriptions; an object with `error` for a method that cannot be used."""
    found = []
    for objective in arguments or names():
        try:
            found.append(describe(objective))
        except WorkerFailure as failure:
            found.append({"name": objective, "error": str(failure)})
    json.dump(found, sys.stdout, indent=1)
    print()
    return int(any("error" in each for each in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
