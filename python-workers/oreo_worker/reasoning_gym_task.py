"""Problems of the package reasoning-gym, any of its datasets by name, with a grader of our own.

Entry points: `oreo_worker.reasoning_gym_task:problems` and `:reward`. Options of both (a JSON object):

    dataset          name of the dataset; "gsm_symbolic" if not given
    config           settings of the dataset, e.g. {"difficulty": 1.0}
    prompt           the prompt, with {question} in it
    most_lines       longest solution, in lines, without the answer's line; 0: any
    largest_number   largest number in question and solution, which must be whole then; 0: any
    held_out_every   gsm_symbolic: every n-th template is in no problem but the test's; 0: none

The text of a question decides which split it belongs to, so the problems that are trained on, rolled out
and tested are disjoint whatever the seeds. The test of gsm_symbolic takes its problems in turn from
templates that training has seen and from held-out ones, and names the two groups.

A solution ends in `#### answer`; the grader reads the last such line. Numbers are compared as numbers
(reasoning-gym's own scorer of gsm_symbolic reads no minus sign); the other datasets' scorers grade the
extracted answer, and only a full score counts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import lru_cache
from typing import Any

from oreo_worker.failures import BadData, NotFound
from oreo_worker.tasks import Grade, Problem

GSM_SYMBOLIC = "gsm_symbolic"
SEEN, HELD_OUT = "seen", "held-out"
# Shares of all questions; half of them are rolled out.
_SPLITS = {"train": range(3), "rollout": range(3, 8), "test": range(8, 10)}
_ENTRIES_OF_BLOCK = 500
# Blocks without a new problem after which the options are said to leave none.
_BARREN_BLOCKS = 40
_MARK = "####"
_INSTRUCTION = " Give the result as your final answer. Do not include units."
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Options:
    """Options of the task, checked."""

    dataset: str = GSM_SYMBOLIC
    config: tuple[tuple[str, Any], ...] = ()
    prompt: str = "{question}\n"
    most_lines: int = 0
    largest_number: int = 0
    held_out_every: int = 5

    @staticmethod
    def read(options: dict[str, Any]) -> Options:
        """From a JSON object; raises BadData for what it does not know."""
        known = [f.name for f in fields(Options)]
        unknown = sorted(set(options) - set(known))
        if unknown:
            raise BadData(f"The task has no option '{unknown[0]}'; it has {', '.join(known)}.")
        config = options.get("config", {})
        if not isinstance(config, dict):
            raise BadData("The option config is no table of settings of the dataset.")
        found = Options(**{**options, "config": tuple(sorted(config.items()))})
        if "{question}" not in found.prompt:
            raise BadData("The option prompt does not contain {question}.")
        if min(found.most_lines, found.largest_number, found.held_out_every) < 0:
            raise BadData("most_lines, largest_number and held_out_every must not be negative.")
        return found


@dataclass(frozen=True)
class _Place:
    """Where an entry comes from: enough to make it again."""

    dataset: str
    config_json: str
    seed: int
    index: int


def problems(options: dict[str, Any], split: str, count: int, seed: int) -> Iterator[Problem]:
    """`count` different problems of a split; raises BadData when the options leave too few."""
    asked = Options.read(options)
    if split not in _SPLITS:
        raise BadData(f"There is no split '{split}'; known are {', '.join(_SPLITS)}.")
    with_templates = asked.dataset == GSM_SYMBOLIC and asked.held_out_every > 0
    groups = [""] if not with_templates else [SEEN, HELD_OUT] if split == "test" else [SEEN]
    waiting: dict[str, list[Problem]] = {group: [] for group in groups}
    found = _found(asked, split, seed, waiting)
    for number in range(count):
        queue = waiting[groups[number % len(groups)]]
        while not queue:
            if not next(found):
                raise BadData(
                    f"{asked.dataset} gives only {number} of {count} problems of split {split} under these"
                    " options. Allow longer solutions or larger numbers, or ask for fewer."
                )
        yield queue.pop(0)


def reward(problem: Problem, response: str, options: dict[str, Any]) -> Grade:
    """1 if the last `#### answer` of the response is correct."""
    asked = Options.read(options)
    _, mark, rest = response.rpartition(_MARK)
    lines = rest.strip().splitlines()
    answer = lines[0].strip() if mark and lines else ""
    if not answer:
        return Grade(reward=0.0, no_answer=True)
    expected = _number(problem.reference_answer)
    if asked.dataset == GSM_SYMBOLIC and expected is not None:
        return Grade(reward=float(_number(answer) == expected), answer=answer)
    place = _Place(**json.loads(problem.metadata_json))
    dataset = _dataset(place.dataset, place.config_json, place.seed)
    score = float(dataset.score_answer(answer=answer, entry=dataset[place.index]))
    return Grade(reward=float(score >= 1.0), answer=answer)


reward.version = "1"  # type: ignore[attr-defined]


def _found(asked: Options, split: str, seed: int, waiting: dict[str, list[Problem]]) -> Iterator[bool]:
    """Puts problems into the queues of their groups, a block at a time; false once no more come."""
    known: set[str] = set()
    barren = 0
    block = 0
    while barren < _BARREN_BLOCKS:
        before = {group: len(queue) for group, queue in waiting.items()}
        for group, problem in _block(asked, split, _block_seed(seed, block)):
            if group in waiting and problem.problem_id not in known:
                known.add(problem.problem_id)
                waiting[group].append(problem)
        grown = all(len(queue) > before[group] for group, queue in waiting.items())
        barren = 0 if grown else barren + 1
        block += 1
        yield True
    yield False


def _block(asked: Options, split: str, seed: int) -> Iterator[tuple[str, Problem]]:
    """Problems of the split among the entries of one seed, each with its group."""
    config_json = json.dumps(dict(asked.config), sort_keys=True)
    dataset = _dataset(asked.dataset, config_json, seed)
    for index in range(_ENTRIES_OF_BLOCK):
        group = ""
        if asked.dataset == GSM_SYMBOLIC and asked.held_out_every:
            held_out = dataset.task_indices[index] % asked.held_out_every == 0
            group = HELD_OUT if held_out else SEEN
        entry = dataset[index]
        question = str(entry["question"]).removesuffix(_INSTRUCTION)
        digest = hashlib.sha256(question.encode()).hexdigest()
        solution = _solution(entry)
        if int(digest, 16) % 10 in _SPLITS[split] and _easy(question, solution, asked):
            place = _Place(asked.dataset, config_json, seed, index)
            yield (
                group,
                Problem(
                    problem_id=f"{asked.dataset}-{digest[:20]}",
                    prompt=asked.prompt.replace("{question}", question),
                    reference_answer=str(entry["answer"]),
                    solution=solution,
                    group=group,
                    metadata_json=json.dumps(vars(place)),
                ),
            )


def _solution(entry: dict[str, Any]) -> str:
    """The written solution where the dataset has one, otherwise the answer alone."""
    written = str(entry.get("metadata", {}).get("answer_cot") or "").strip()
    return written if _MARK in written else f"{written}\n{_MARK} {entry['answer']}".strip()


def _easy(question: str, solution: str, asked: Options) -> bool:
    steps = [line for line in solution.splitlines() if line.strip() and not line.startswith(_MARK)]
    if asked.most_lines and len(steps) > asked.most_lines:
        return False
    if not asked.largest_number:
        return True
    numbers = [_number(text) for text in _NUMBER.findall(f"{question} {solution}")]
    return all(n is not None and n.denominator == 1 and abs(n) <= asked.largest_number for n in numbers)


def _number(text: str) -> Fraction | None:
    """The number that the text is, without units of money, thousands' commas and a closing full stop."""
    bare = text.strip().rstrip(".").replace(",", "").strip("$€£% ")
    try:
        return Fraction(bare) if "/" not in bare and "e" not in bare.lower() else None
    except ValueError:
        return None


def _block_seed(seed: int, block: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{block}".encode()).digest()[:4], "big") >> 1


@lru_cache(maxsize=64)
def _dataset(name: str, config_json: str, seed: int) -> Any:
    try:
        import reasoning_gym
    except ModuleNotFoundError as error:
        raise NotFound(
            "The Python package 'reasoning_gym' is not installed beside the worker; `make iterate"
            " RUN=gsm-symbolic` installs it, and so does: pip install --no-deps --require-hashes -r"
            " python-workers/gsm-symbolic.lock.",
            ["reasoning_gym"],
        ) from error
    if name not in reasoning_gym.factory.DATASETS:
        raise NotFound(f"reasoning-gym has no dataset '{name}'.", [name])
    settings = json.loads(config_json) | {"seed": seed, "size": _ENTRIES_OF_BLOCK}
    return reasoning_gym.create_dataset(name, **settings)
