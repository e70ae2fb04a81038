"""Unmodified TextWorld and ALFWorld, one game at a time, step by step.

``Play`` is the whole of the reference mode: PddlEnv inside AlfredDemangler inside AlfredInfos, as ALFWorld
itself builds them. What it gives are plain dictionaries of strings, lists and booleans.
"""

import random

from alfworld.agents.environment.alfred_tw_env import AlfredDemangler, AlfredInfos
from textworld import EnvInfos
from textworld.envs.pddl import PddlEnv


class Play:
    """A play of one game."""

    def __init__(self, game, seed):
        """Loads and resets ``game``, a path or the content of a game file as a dictionary."""
        random.seed(seed)
        infos = EnvInfos(feedback=True, admissible_commands=True, won=True, lost=True)
        self._env = AlfredInfos(AlfredDemangler(PddlEnv(infos), shuffle=False))
        self._env.load(game)
        self._state = self._env.reset()
        self._done = False

    def observation(self):
        """What the game shows now."""
        return {
            "text": self._state["feedback"],
            "admissible": self._state["admissible_commands"],
            "won": bool(self._state["won"]),
            "done": self._done,
        }

    def step(self, command):
        """Plays a command."""
        self._state, _, self._done = self._env.step(command)
        self._done = bool(self._done)
        return self.observation()
