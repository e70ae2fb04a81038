#!/usr/bin/env python3
"""Records plays with CPython, TextWorld 1.7.0 and ALFWorld 0.4.2, for comparison with the engines of ``./oreo
alfworld``.

    record.py --games DIR --out OUT.jsonl [--every N] [--steps 40] [--seed 0]     chooses commands itself
    record.py --games DIR --out OUT.jsonl --commands IN.jsonl                     replays the commands of IN

OUT has the format of ``./oreo alfworld replay --latch=false``, plus the milliseconds of ``load``, ``reset``
and each step. Commands are a mixture of walkthrough, hand-coded expert, random, rare and nonsense ones; rare
ones lead towards knives, heat, cold, water and lamps, which random walks seldom meet. Needs TextWorld with
its compiled planner (``pip install 'textworld[pddl]' alfworld``), so it is a tool for measurements and no
part of a run.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import time

from alfworld.agents.environment.alfred_tw_env import AlfredDemangler, AlfredExpert, AlfredExpertType
from mementos import core as mementos_core
from textworld import EnvInfos
from textworld.envs.pddl import PddlEnv

NONSENSE = [
    "dance wildly",
    "",
    "take",
    "go to nowhere 7",
    "LOOK",
    "look around",
    "open sesame",
    "put {r.name}",
    "élan 漢字",
]
RARE = (
    "heat",
    "cool",
    "clean",
    "slice",
    "use",
    "take knife",
    "take butterknife",
    "examine",
    "open",
    "take",
    "move",
)


class Commands:
    """Chooses the next command of a play."""

    def __init__(self, seed: str):
        self._random = random.Random(seed)
        self._style = self._random.choice(["expert", "walkthrough", "random", "rare"])
        self._walkthrough = 0

    def next(self, state) -> str:
        draw = self._random
        kind = draw.random()
        admissible = state["admissible_commands"]
        if kind < 0.06:
            return draw.choice(NONSENSE)
        if kind < 0.1:
            return "  " + draw.choice(admissible) + "\t "
        if kind < 0.14:
            return draw.choice(["help", "look", "inventory"])
        if self._style == "expert" and kind < 0.9:
            return state["extra.expert_plan"][0]
        if self._style == "walkthrough" and kind < 0.8:
            plan = state["extra.walkthrough"]
            self._walkthrough += 1
            if self._walkthrough <= len(plan):
                return plan[self._walkthrough - 1]
        if self._style == "rare" and kind < 0.8:
            return self._rare(admissible)
        return draw.choice(admissible)

    def _rare(self, admissible: list[str]) -> str:
        for verb in RARE:
            found = [command for command in admissible if command.startswith(verb)]
            if found and self._random.random() < 0.5:
                return self._random.choice(found)
        return self._random.choice(admissible)


def timed(action, *arguments):
    """What an action gives, and the milliseconds it took."""
    start = time.perf_counter()
    result = action(*arguments)
    return result, 1000 * (time.perf_counter() - start)


def step_of(command, state, milliseconds):
    """One step as a record."""
    return {
        "command": command,
        "observation": state["feedback"],
        "admissible": state["admissible_commands"],
        "won": bool(state["won"]),
        "done": bool(state["won"]),
        "ms": round(milliseconds, 3),
    }


def play(game: str, folder: pathlib.Path, choose, count: int):
    """A play of ``count`` commands, or as many as ``choose`` gives."""
    infos = EnvInfos(feedback=True, admissible_commands=True, won=True, extras=["walkthrough"])
    expert = isinstance(choose, Commands)
    env = AlfredDemangler(PddlEnv(infos), shuffle=False)
    if expert:
        env = AlfredExpert(env, expert_type=AlfredExpertType.HANDCODED)
    random.seed(game)
    _, loading = timed(env.load, str(folder / game))
    state, resetting = timed(env.reset)
    steps = [step_of(None, state, resetting)]
    for _ in range(count):
        command = choose.next(state)
        try:
            (state, _, _), milliseconds = timed(env.step, command)
        except Exception as error:
            if str(error) != "Timeout":  # the hand-coded expert gives up so
                raise
            break
        steps.append(step_of(command, state, milliseconds))
    mementos_core._memento_cache.clear()
    return {"game": game, "load_ms": round(loading, 3), "steps": steps}


class Given:
    """Commands that stand in a file."""

    def __init__(self, commands):
        self._commands = iter(commands)

    def next(self, _state) -> str:
        return next(self._commands)


def plays(arguments):
    """Game, chooser and count of commands of each play."""
    if arguments.commands:
        for line in arguments.commands.read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            commands = [command for command in given["commands"] if command is not None]
            yield given["game"], Given(commands), len(commands)
        return
    games = sorted(path.relative_to(arguments.games) for path in arguments.games.rglob("game.tw-pddl"))
    for game in games[:: arguments.every]:
        yield game.as_posix(), Commands(f"{arguments.seed} {game.as_posix()}"), arguments.steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--games", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--commands", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seed", default="0")
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8") as out:
        for game, choose, count in plays(arguments):
            out.write(json.dumps(play(game, arguments.games, choose, count), ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
