"""One game file in, one JSON document out: all that only Python knows about a game.

The document holds the SAS+ task of the real translator, the grammar as TextWorld parsed it, the names that
ALFWorld's Demangler gave, and the facts that TextWorld starts with. Making it evaluates nothing of the
grammar, whose braces are code to TextWorld. Only after the Java engine has accepted every expression does it
ask for the introduction that TextWorld writes, against which it checks its own text.
"""

import copy
import functools
import json

from oreo_alfworld import lean

lean.install()

from alfworld.agents.environment.alfred_tw_env import AlfredDemangler  # noqa: E402
from mementos import core as mementos_core  # noqa: E402
from textworld import logic as textworld_logic  # noqa: E402
from textworld.envs.pddl import PddlEnv, textgen  # noqa: E402

from oreo_alfworld import export  # noqa: E402


def remember_parses() -> None:
    """Parses a text once per process: the grammar of all games differs in one sentence only."""
    parse = functools.lru_cache(maxsize=4096)(textgen._parse_and_convert)
    textgen._parse_and_convert = lambda *args, **kwargs: copy.deepcopy(parse(*args, **kwargs))
    parse_query = functools.lru_cache(maxsize=4096)(textworld_logic.Rule.parse_conjunctive_query.__func__)
    textworld_logic.Rule.parse_conjunctive_query = classmethod(parse_query)


class _Last:
    """The game that was prepared last."""

    env = None


def prepare(text: str) -> str:
    """The document of a game; ``text`` is the content of its file."""
    forget()
    game = json.loads(text)
    env = AlfredDemangler(PddlEnv(), shuffle=False)
    env.load(game)
    inner = env.unwrapped
    state, logic = inner._pddl_state, inner._logic
    rules, actions = export.grammar_of(logic)
    document = {
        "sas": state.sas,
        "objects": state.name2type,
        "entities": {
            info.id: {key: getattr(info, key) for key in ("id", "name", "type", "definite", "indefinite")}
            for info in inner._entity_infos.values()
        },
        "operators": {
            action.name: [[p.name.strip("?"), p.type_name] for p in action.parameters]
            for action in state.task.actions
        },
        "actions": actions,
        "rules": rules,
        "facts": [
            [fact.name, [v.name for v in fact.arguments], [v.type for v in fact.arguments]]
            for fact in state.facts
        ],
        "walkthrough": game.get("walkthrough"),
    }
    _Last.env = inner
    return json.dumps(document)


def intro() -> str:
    """The introduction of the game that was prepared last, as TextWorld writes it."""
    env = _Last.env
    context = {
        "state": env._pddl_state,
        "facts": list(env._pddl_state.facts),
        "variables": {},
        "mapping": {},
        "entity_infos": env._entity_infos,
    }
    return env._logic.grammar.derive("#intro#", context)


def forget() -> None:
    """Forgets the last game, and what TextWorld remembers of its propositions: a megabyte a game."""
    _Last.env = None
    mementos_core._memento_cache.clear()
