"""Unmodified TextWorld and ALFWorld, one game at a time, step by step.

``Play`` is the whole of the reference mode: PddlEnv inside AlfredDemangler inside AlfredInfos, as ALFWorld
itself builds them, with the hand-coded expert on top if it is asked for. What it gives are plain dictionaries
of strings, lists and booleans.
"""

import random

from alfworld.agents.environment.alfred_tw_env import (
    AlfredDemangler,
    AlfredExpert,
    AlfredExpertType,
    AlfredInfos,
)
from alfworld.agents.expert import HandCodedTWAgent
from alfworld.gen import constants
from textworld import EnvInfos
from textworld.envs.pddl import PddlEnv


class _Agent(HandCodedTWAgent):
    """ALFWorld's expert; what it reads from ``traj_data.json`` beside the game is given to it instead."""

    def __init__(self, trajectory):
        super().__init__(max_steps=200)
        self._trajectory = trajectory

    def reset(self, game="INVALID"):
        """As ALFWorld's own, but for the file."""
        params = {**self._trajectory["pddl_params"], "task_type": self._trajectory["task_type"]}
        self.task_params = {k: v.lower() if v in constants.OBJECTS else v for k, v in params.items()}
        self.policy = self.get_task_policy(self.task_params)(self.task_params, max_steps=self.max_steps)


class _Expert(AlfredExpert):
    """ALFWorld's wrapper around its expert."""

    def __init__(self, env, trajectory):
        super().__init__(env, expert_type=AlfredExpertType.HANDCODED)
        self._trajectory = trajectory

    def load(self, gamefile):
        super().load(gamefile)
        self._handcoded_expert = _Agent(self._trajectory)


class Play:
    """A play of one game."""

    def __init__(self, game, seed, trajectory=None):
        """Loads and resets ``game``, a path or the content of a game file as a dictionary.

        With ``trajectory``, the content of the game's ``traj_data.json``, the expert follows the play.
        """
        random.seed(seed)
        infos = EnvInfos(feedback=True, admissible_commands=True, won=True, lost=True)
        self._env = AlfredInfos(AlfredDemangler(PddlEnv(infos), shuffle=False))
        if trajectory is not None:
            self._env = _Expert(self._env, trajectory)
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

    def expert(self):
        """What the expert would play now; KeyError in a play without it."""
        return self._state["extra.expert_plan"][0]
