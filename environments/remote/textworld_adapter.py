"""Games of TextWorld's planning kind, e.g. ALFWorld's, in unmodified TextWorld: the third way beside both
engines.

    OREO_GAMES=DIR OREO_ENVIRONMENT_TOKEN=secret python environments/remote/serve.py textworld_adapter:games

Needs ``pip install 'textworld[pddl]' alfworld``.
"""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "alfworld" / "adapter"))

from oreo_alfworld.reference import Play


class _Games:
    name = "TextWorld 1.7.0 under CPython"

    def __init__(self, folder):
        self._folder = folder
        self._ids = {p.relative_to(folder).as_posix() for p in folder.rglob("game.tw-pddl")}

    def game_ids(self):
        return self._ids

    def open(self, game_id, seed):
        return Play(str(self._folder / game_id), seed)


def games():
    """The games below ``$OREO_GAMES``."""
    return _Games(pathlib.Path(os.environ["OREO_GAMES"]))
