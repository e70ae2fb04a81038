"""Games from text environments in Gymnasium's form: ``reset(seed=…)`` gives ``(text, info)``, ``step(text)``
gives ``(text, reward, terminated, truncated, info)``. Gymnasium itself is not needed.

``info`` may hold ``admissible_commands`` (a list), ``won`` (otherwise a positive reward at the end counts as
won) and, from ``reset``, ``demonstration`` (commands that win) and ``group`` (games that are reported apart).
"""

import copy
import hashlib

SPLITS = ("train", "rollout", "test")
FORKS = ("none", "copy", "replay")


class UnknownGame(Exception):
    """There is no game of that id."""


class GymnasiumGames:
    """Games by name, each made by a function without arguments.

    fork: how a play is forked. "copy": a deep copy of the environment; "replay": a new one in which all
    commands are played again, which is refused if it then shows something else; "none": not at all.
    version: raised when equal seeds play otherwise than before.
    """

    def __init__(self, name, makers, *, fork="none", version=""):
        if fork not in FORKS:
            raise ValueError(f"fork is {fork!r}; write one of {', '.join(FORKS)}")
        self.name, self.version = name, version
        self._makers, self._fork = makers, fork
        self.forks = fork != "none"
        first = next(iter(sorted(self.game_ids())), None)
        self.demonstrates = first is not None and bool(self.open(first, 0).demonstration)

    def game_ids(self):
        return list(self._makers)

    def open(self, game_id, seed):
        if game_id not in self._makers:
            raise UnknownGame(game_id)
        return _Play(self._makers[game_id], seed % 2**32, self._fork)


class SeededGames(GymnasiumGames):
    """As many games as are asked for: a game's number is the seed that its environment is reset with."""

    def __init__(self, name, make, *, fork="none", version=""):
        self._make = make
        super().__init__(name, {}, fork=fork, version=version)
        # Also the earliest moment to see that the environment works at all.
        self.demonstrates = bool(self.open("seed-0", 0).demonstration)

    def open(self, game_id, seed):
        number = game_id.removeprefix("seed-")
        if not (number.isascii() and number.isdigit() and game_id == f"seed-{number}"):
            raise UnknownGame(game_id)
        return _Play(self._make, int(number) % 2**32, self._fork)

    def list_games(self, split, count, seed):
        """Numbers of different splits differ, whatever the seed."""
        start = int.from_bytes(hashlib.sha256(f"{split} {seed}".encode()).digest()[:3], "big")
        games = [f"seed-{3 * (start + i) + SPLITS.index(split)}" for i in range(count)]
        return [(game, *self.open(game, 0).listing(split)) for game in games]


class _Play:
    def __init__(self, make, seed, fork):
        self._make, self._seed, self._fork = make, seed, fork
        self._env = make()
        self._commands = []
        text, info = self._env.reset(seed=seed)
        self.demonstration = list(info.get("demonstration", ()))
        self._group = info.get("group", "")
        self._shown = self._observation(text, info, 0.0, False)

    def listing(self, split):
        """Group and, for demonstrations, commands that win."""
        return self._group, self.demonstration if split == "train" else []

    def observation(self):
        return self._shown

    def step(self, command):
        text, reward, terminated, truncated, info = self._env.step(command)
        self._commands.append(command)
        self._shown = self._observation(text, info, reward, terminated or truncated)
        return self._shown

    def fork(self):
        """Another play at the same point."""
        if self._fork == "copy":
            fork = copy.copy(self)
            fork._env, fork._commands = copy.deepcopy(self._env), list(self._commands)
            return fork
        fork = _Play(self._make, self._seed, self._fork)
        for command in self._commands:
            fork.step(command)
        if fork.observation() != self._shown:
            raise RuntimeError(
                "the same commands from the same seed show something else, so plays cannot be forked by "
                "replay; draw all chance from the seed of reset, or start the server with --fork copy"
            )
        return fork

    @staticmethod
    def _observation(text, info, reward, done):
        won = bool(info.get("won", done and reward > 0))
        return {
            "text": text,
            "admissible": info.get("admissible_commands", []),
            "won": won,
            "done": bool(done),
        }
