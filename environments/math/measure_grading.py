#!/usr/bin/env python3
"""Measures ``./oreo grade`` against labelled answers, and Math-Verify alone on the same ones.

    environments/math/measure_grading.py --data DIR [--sets NAME ...] [--kinds] [--list]

DIR holds ``grader-cases`` (gold, prediction, expected; perhaps task and kind),
``model-samples/mr_gsm8k_step_labels.jsonl`` (a
model's solutions with a label of the answer) and the solutions of ``gsm8k`` and ``math``, whose answers must
equal themselves. Cases marked ``caution`` are a library's policy, not mathematics; they are counted apart.
Run it with the Python of the project (``.venv/bin/python``).

``false+`` counts incorrect answers graded correct, ``false-`` correct ones graded incorrect. Math-Verify
alone is asked twice, with both texts as they are and as formulas between dollars; the better is reported.
``--sets`` measures the sets whose names begin so, ``--kinds`` adds a line per kind of case, ``--list`` prints
every case on which ``./oreo grade`` disagrees with the label.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

HOME = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "python-workers"))

from oreo_worker.grading import AnswerMatch, AnswerPair, GradingPool  # noqa: E402


@dataclass(frozen=True)
class Case:
    """An answer and whether it is correct; kind says what makes it hard."""

    id: str
    gold: str
    prediction: str
    expected: bool
    kind: str = ""


@dataclass(frozen=True)
class Cases:
    """Cases of one source under one task's rules."""

    name: str
    task: str
    cases: list[Case]


def rows(path: pathlib.Path) -> Iterator[dict[str, object]]:
    """JSON lines, perhaps compressed."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def labelled(data: pathlib.Path) -> Iterable[Cases]:
    """Cases with a label of their own."""
    for path in sorted((data / "grader-cases").glob("*.jsonl")):
        found = list(rows(path))
        for caution in (False, True):
            chosen = [row for row in found if bool(row.get("caution")) == caution]
            for task in sorted({str(row.get("task", "math")) for row in chosen}):
                cases = [
                    Case(
                        str(row["id"]),
                        str(row["gold"]),
                        str(row["prediction"]),
                        bool(row["expected"]),
                        str(row.get("kind", "")),
                    )
                    for row in chosen
                    if row.get("task", "math") == task
                ]
                name = path.stem + (" gsm8k" if task == "gsm8k" else "") + (", caution" if caution else "")
                yield Cases(name, task, cases)
    path = data / "model-samples" / "mr_gsm8k_step_labels.jsonl"
    if path.is_file():
        cases = [
            Case(
                str(row["uuid"]),
                f"#### {row['ground_truth_answer']}",
                "\n".join(map(str, row["model_output_steps"])),  # type: ignore[call-overload]
                row["model_output_answer_correctness"] == "correct",
            )
            for row in rows(path)
        ]
        yield Cases("mr_gsm8k solutions", "gsm8k", cases)


def themselves(data: pathlib.Path) -> Iterable[Cases]:
    """Reference solutions, each both gold and prediction."""
    for task, key, pattern in (("gsm8k", "answer", "*.jsonl"), ("math", "solution", "*.jsonl.gz")):
        cases = [
            Case(f"{path.stem}-{n}", str(row[key]), str(row[key]), True)
            for path in sorted((data / task).glob(pattern))
            for n, row in enumerate(rows(path))
        ]
        if cases:
            yield Cases(f"{task} solutions", task, cases)


def by_oreo(cases: Cases, work: pathlib.Path) -> tuple[list[dict[str, str]], float]:
    """Verdicts of ``./oreo grade`` in the order of the cases, and the seconds of the whole process."""
    given, out = work / "given.jsonl", work / "verdicts.jsonl"
    with given.open("w", encoding="utf-8") as lines:
        for number, case in enumerate(cases.cases):
            row = {"id": str(number), "gold": case.gold, "prediction": case.prediction}
            lines.write(json.dumps(row) + "\n")
    began = time.monotonic()
    subprocess.run(
        [HOME / "oreo", "grade", "--task", cases.task, "--in", given, "--out", out],
        check=True,
        capture_output=True,
    )
    return [dict(row) for row in rows(out)], time.monotonic() - began  # type: ignore[arg-type]


def by_math_verify(cases: Sequence[Case]) -> tuple[list[bool], float]:
    """Whether Math-Verify alone agrees with each label, and its seconds."""
    began = time.monotonic()
    best: list[bool] = []
    pool = GradingPool(1, pathlib.Path(__file__).with_name("math_verify_alone.py"))
    for dress in (str, formula):
        pairs = [AnswerPair(dress(case.prediction), dress(case.gold)) for case in cases]
        agrees = [
            (match is AnswerMatch.SAME) == case.expected
            for case, match in zip(cases, pool.match(pairs), strict=True)
        ]
        best = max(best, agrees, key=sum)
    pool.close()
    return best, time.monotonic() - began


def formula(text: str) -> str:
    """The text as a formula, unless it holds one."""
    return text if re.search(r"\$|\\boxed|\\\(|\\\[", text) else f"${text}$"


def line(name: str, cases: Sequence[Case], said: Sequence[bool], agrees: Sequence[bool]) -> str:
    """One line of the table."""
    count = len(cases)
    false_correct = sum(correct and not case.expected for case, correct in zip(cases, said, strict=True))
    false_incorrect = sum(case.expected and not correct for case, correct in zip(cases, said, strict=True))
    agreed = 100 * (count - false_correct - false_incorrect) / count
    alone = f"{100 * sum(agrees) / count:>11.2f}%" if agrees else f"{'':>12}"
    return f"{name:<42} {count:>6} {agreed:>7.2f}% {false_correct:>7} {false_incorrect:>7} {alone}"


def by_kind(cases: Sequence[Case], said: Sequence[bool], agrees: Sequence[bool]) -> Iterator[str]:
    """A line per kind."""
    for kind in sorted({case.kind for case in cases}):
        at = [place for place, case in enumerate(cases) if case.kind == kind]
        alone = [agrees[place] for place in at] if agrees else []
        yield line(f"    {kind}", [cases[place] for place in at], [said[place] for place in at], alone)


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description="Measures ./oreo grade against labelled answers.")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder with the labelled answers")
    parser.add_argument("--sets", nargs="+", default=[""], help="only the sets whose names begin so")
    parser.add_argument("--kinds", action="store_true", help="print a line per kind of case")
    parser.add_argument("--list", action="store_true", help="print every disagreement")
    parser.add_argument("--without-math-verify", action="store_true", help="do not ask Math-Verify alone")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(
        f"{'cases':<42} {'n':>6} {'oreo':>8} {'false+':>7} {'false-':>7} {'math-verify':>12}"
        f" {'s':>6} {'s':>6}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for cases in [*labelled(arguments.data), *themselves(arguments.data)]:
            if not cases.name.startswith(tuple(arguments.sets)):
                continue
            verdicts, seconds = by_oreo(cases, pathlib.Path(folder))
            said = [verdict["verdict"] == "correct" for verdict in verdicts]
            alone = ([], 0.0) if arguments.without_math_verify else by_math_verify(cases.cases)
            agrees, took = alone
            print(f"{line(cases.name, cases.cases, said, agrees)} {seconds:>6.1f} {took:>6.1f}", flush=True)
            for kind in by_kind(cases.cases, said, agrees) if arguments.kinds else []:
                print(kind)
            for case, verdict, correct in zip(cases.cases, verdicts, said, strict=True):
                if arguments.list and correct != case.expected:
                    print(
                        f"    {case.id} ({case.kind}): gold {case.gold[-80:]!r}, prediction"
                        f" {case.prediction[-80:]!r}, label {case.expected}, verdict {verdict['verdict']}"
                        f" {verdict['answer'][-60:]!r} by {verdict['rule']}"
                    )


if __name__ == "__main__":
    main()
