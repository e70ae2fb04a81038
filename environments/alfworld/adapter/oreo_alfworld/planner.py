"""``fast_downward`` for an embedded context: the real translator, and the host in place of the C++ library.

The package on PyPI binds ``libdownward.so`` through ctypes at import, which an embedded context must not do.
This module puts a package of that name into ``sys.modules`` whose ``translate`` is the real one and whose
library object calls the host. TextWorld's own files see the surface they expect: ``(Atom * n)()``,
``lib.get_state(atoms)`` and so on.

The host offers six methods that take and give strings and numbers: ``load(sas)``, ``size()``, ``state()``,
``applicable()``, ``apply(operator)`` and ``goal()``; lists are joined by newlines, fields by tabs.
"""

import contextlib
import io
import sys
import types
from importlib import util


class _Arrays(type):
    """Gives a class the ctypes idiom ``(Class * n)()`` for an array of n fresh objects."""

    def __mul__(cls, count):
        return lambda: [cls() for _ in range(count)]


class Atom(metaclass=_Arrays):
    """A fact of the state, e.g. ``Atom holds(agent1, mug_1)``."""

    def __init__(self):
        self.name = ""


class Operator(metaclass=_Arrays):
    """An applicable operator: its id, its name with arguments, and how many effects it has."""

    def __init__(self):
        self.id = -1
        self.name = ""
        self.nb_effect_atoms = 0


class HostLibrary:
    """The part of libdownward that TextWorld calls, carried out by the host."""

    def __init__(self, host):
        self._host = host
        self._applicable = []

    def load_sas(self, sas):
        self._host.load(sas.decode("utf-8"))

    def load_sas_replan(self, sas):
        """Nothing to load: the host does not plan."""

    def get_state_size(self):
        return self._host.size()

    def get_state(self, atoms):
        for atom, name in zip(atoms, self._host.state().split("\n"), strict=True):
            atom.name = name

    def get_applicable_operators_count(self):
        lines = self._host.applicable()
        self._applicable = [line.split("\t") for line in lines.split("\n")] if lines else []
        return len(self._applicable)

    def get_applicable_operators(self, operators):
        for operator, (number, name, effects) in zip(operators, self._applicable, strict=True):
            operator.id, operator.name, operator.nb_effect_atoms = int(number), name, int(effects)

    def apply_operator(self, operator, effects):
        names = self._host.apply(operator).split("\n")
        for effect, name in zip(effects, names, strict=True):
            effect.name = name
        return len(names)

    def check_goal(self):
        return self._host.goal()

    def replan(self, _verbose):
        raise NotImplementedError(
            "the host's engine steps games and does not plan; take the walkthrough instead"
        )


_translated = {}


def pddl2sas(domain, problem, verbose=False, optimize=False):
    """The planning task and its SAS+ text, as ``fast_downward.pddl2sas`` makes them.

    The pruned translation (``optimize``) serves planning only, so it is left out. The last result is kept
    because TextWorld asks for the same one in ``load`` and again in ``reset``.
    """
    if optimize:
        return None, ""
    key = (domain, problem)
    if key not in _translated:
        _translated.clear()
        _translated[key] = _translate(domain, problem)
    return _translated[key]


def _translate(domain, problem):
    arguments, sys.argv = (
        sys.argv,
        ["translate.py", "domain", "task"],
    )  # read by `options` when it is imported
    try:
        from fast_downward.translate import normalize, options, translate
        from fast_downward.translate.pddl_parser import lisp_parser, parsing_functions
    finally:
        sys.argv = arguments
    options.filter_unimportant_vars = False
    options.filter_unreachable_facts = False
    options.use_partial_encoding = False
    options.skip_variable_reordering = True
    options.add_implied_preconditions = False
    options.invariant_generation_max_candidates = 0
    with contextlib.redirect_stdout(io.StringIO()):
        task = parsing_functions.parse_task(
            lisp_parser.parse_nested_list(domain.split("\n")),
            lisp_parser.parse_nested_list(problem.split("\n")),
        )
        normalize.normalize(task)
        text = io.StringIO()
        translate.pddl_to_sas(task).output(text)
    return task, text.getvalue()


def install(new_host) -> None:
    """Puts the package into ``sys.modules``; ``new_host`` gives the engine of each library that is loaded."""
    spec = util.find_spec("fast_downward")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(
            "the Python package fast_downward is not installed; environments/alfworld/install brings it"
        )
    package = types.ModuleType("fast_downward")
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["fast_downward"] = package
    arguments, sys.argv = sys.argv, ["translate.py", "domain", "task"]
    try:
        import fast_downward.translate.translate  # noqa: F401 - `options` reads sys.argv here, once
    finally:
        sys.argv = arguments
    package.Atom, package.Operator, package.pddl2sas = Atom, Operator, pddl2sas
    package.load_lib = lambda: HostLibrary(new_host())
    package.close_lib = lambda _library: None
