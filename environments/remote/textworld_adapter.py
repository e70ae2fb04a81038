"""Games of TextWorld's planning kind, e.g. ALFWorld's, in unmodified TextWorld: the third way beside both
engines.

    OREO_GAMES=DIR OREO_ENVIRONMENT_TOKEN=secret python environments/remote/serve.py textworld_adapter:games

Takes TextWorld and ALFWorld from the Python that runs it (``pip install 'textworld[pddl]' alfworld``, which
compiles the planner), or else what ``environments/alfworld/install`` brought, with a stepper in plain Python
in the planner's place.
"""

import os
import pathlib
import sys
import threading

_HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE.parent / "alfworld" / "adapter"))


def _import_play():
    """The reference play, over the compiled planner if there is one."""
    try:
        import fast_downward
    except ImportError:
        sys.path.append(str(_HERE.parent.parent / "build" / "alfworld-packages"))
        from oreo_alfworld import lean, planner, stepping

        lean.install()
        planner.install(stepping.Engine)
    else:
        del fast_downward
    from oreo_alfworld.reference import Play

    return Play


Play = _import_play()


class _Games:
    name = "TextWorld 1.7.0 under CPython"

    def __init__(self, folder):
        self._folder = folder
        self._opening = threading.Lock()  # the translator is one for all threads
        self._ids = {p.relative_to(folder).as_posix() for p in folder.rglob("game.tw-pddl")}

    def game_ids(self):
        return self._ids

    def open(self, game_id, seed):
        with self._opening:
            return Play(str(self._folder / game_id), seed)


def games():
    """The games below ``$OREO_GAMES``."""
    return _Games(pathlib.Path(os.environ["OREO_GAMES"]))
