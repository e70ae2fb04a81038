"""What is served: an object with games, made from what the user names on the command line.

It has ``name``, ``game_ids()`` and ``open(game_id, seed)``, whose result has ``observation()`` and
``step(command)``, both giving a dictionary with ``text``, ``admissible``, ``won`` and ``done``. It may have
``version``, ``forks`` (plays then have ``fork()``), ``demonstrates`` and ``list_games(split, count, seed)``,
which gives ``(game_id, group, demonstration)`` for each game; without it the ids are dealt to the splits by
their names. ``open`` raises ``UnknownGame`` for an id that is none.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys

from gymnasium_adapter import FORKS, SeededGames


class NoGames(Exception):
    """What was named cannot be served; the message says why."""


def find(entry: str, fork: str | None = None):
    """The games behind ``package.module:name``: a function that returns games, or an environment's class or
    factory.

    fork: how plays of an environment are forked; None: as it says itself by its attribute ``fork``, or not at
    all.
    """
    module, _, name = entry.partition(":")
    if not (module and name):
        raise NoGames(f"{entry!r} is no place; write package.module:function")
    sys.path.insert(0, os.getcwd())
    try:
        make = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as missing:
        raise NoGames(f"{missing}; put its folder on PYTHONPATH or start the server there") from missing
    except AttributeError as missing:
        raise NoGames(f"{missing}; write package.module:function") from missing
    made = make()
    if hasattr(made, "game_ids") and hasattr(made, "open"):
        if fork is not None:
            raise NoGames(f"{entry} makes games that say themselves whether they fork; leave out --fork")
        return made
    if hasattr(made, "reset") and hasattr(made, "step"):
        own = getattr(made, "fork", "none")
        chosen = fork or (own if own in FORKS else "none")
        return SeededGames(name, make, fork=chosen, version=str(getattr(made, "version", "")))
    raise NoGames(
        f"{entry} makes a {type(made).__name__}, which has neither reset and step (an environment) nor "
        "game_ids and open (games)"
    )


def listed(games, split: str, count: int, seed: int) -> list[tuple[str, str, list[str]]]:
    """Games for a purpose, as ``(game_id, group, demonstration)``; fewer than count if there are no more."""
    if hasattr(games, "list_games"):
        return list(games.list_games(split, count, seed))
    chosen = sorted((_place(f"{seed} {each}"), each) for each in games.game_ids() if _split(each) == split)
    return [(each, "", []) for _, each in chosen[:count]]


def _split(game_id: str) -> str:
    """The split of a game, whatever the seed: of ten four are demonstrated, four attempted, two tested."""
    place = _place(game_id) % 10
    return "train" if place < 4 else "rollout" if place < 8 else "test"


def _place(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
