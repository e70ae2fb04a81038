#!/usr/bin/env python3
"""Measures ``./oreo grade`` against labelled answers, and Math-Verify alone on the same ones.

    environments/math/measure_grading.py --data DIR [--list]

DIR holds ``grader-cases`` (gold, prediction, expected), ``model-samples/mr_gsm8k_step_labels.jsonl`` (a
model's solutions with a label of the answer) and the solutions of ``gsm8k`` and ``math``, whose answers must
equal themselves. Cases marked ``caution`` are a library's policy, not mathematics; they are counted apart.
Run it with the Python of the project (``.venv/bin/python``).

Math-Verify alone is asked twice, with both texts as they are and as formulas between dollars, and the better
of the two is reported. ``--list`` prints every case on which ``./oreo grade`` disagrees with the label.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import pathlib
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from math_verify import parse, verify

HOME = pathlib.Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Case:
    """An answer and whether it is correct."""

    id: str
    gold: str
    prediction: str
    expected: bool


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
            cases = [
                Case(str(row["id"]), str(row["gold"]), str(row["prediction"]), bool(row["expected"]))
                for row in found
                if bool(row.get("caution")) == caution
            ]
            if cases:
                yield Cases(path.stem + (", caution" if caution else ""), "math", cases)
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


def by_math_verify(cases: Cases, dress: Callable[[str], str]) -> tuple[int, float]:
    """How often Math-Verify alone agrees with the label, and its seconds."""
    began = time.monotonic()
    agreed = 0
    for case in cases.cases:
        found = verify(parse(dress(case.gold)), parse(dress(case.prediction)))
        agreed += bool(found) == case.expected
    return agreed, time.monotonic() - began


def formula(text: str) -> str:
    """The text as a formula, unless it holds one."""
    return text if re.search(r"\$|\\boxed|\\\(|\\\[", text) else f"${text}$"


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description="Measures ./oreo grade against labelled answers.")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder with the labelled answers")
    parser.add_argument("--list", action="store_true", help="print every disagreement")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(f"{'cases':<42} {'n':>6} {'oreo':>8} {'math-verify':>12} {'s':>6} {'s':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for cases in [*labelled(arguments.data), *themselves(arguments.data)]:
            verdicts, seconds = by_oreo(cases, pathlib.Path(folder))
            wrong = [
                (case, verdict)
                for case, verdict in zip(cases.cases, verdicts, strict=True)
                if (verdict["verdict"] == "correct") != case.expected
            ]
            count = len(cases.cases)
            agreed, took = max(by_math_verify(cases, str), by_math_verify(cases, formula))
            print(
                f"{cases.name:<42} {count:>6} {100 * (count - len(wrong)) / count:>7.2f}%"
                f" {100 * agreed / count:>11.2f}% {seconds:>6.1f} {took:>6.1f}",
                flush=True,
            )
            for case, verdict in wrong if arguments.list else []:
                print(
                    f"    {case.id}: gold {case.gold[-80:]!r}, prediction {case.prediction[-80:]!r}, label"
                    f" {case.expected}, verdict {verdict['verdict']} by {verdict['rule']}"
                )


if __name__ == "__main__":
    main()
