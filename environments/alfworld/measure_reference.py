#!/usr/bin/env python3
"""Measures the reference mode from outside: whole processes of ``./oreo alfworld replay --engine reference``.

    measure_reference.py --games DIR [--count 20] [--steps 100]

One game with a few steps is the cold start; a single game with ``--steps`` more of them gives a step's time,
``--count`` games the time to open one. The same commands are played by the Java engine, and every observation
is compared. Prints a table, and the largest resident memory of each process.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time
from typing import NamedTuple

HOME = pathlib.Path(__file__).resolve().parents[2]


class Replay(NamedTuple):
    """A finished process: wall time in seconds, largest resident memory in MB, lines of its output."""

    seconds: float
    resident_mb: float
    lines: list[str]


def replay(games: pathlib.Path, plays: list[dict[str, object]], engine: str) -> Replay:
    """Plays in a process of its own. Raises CalledProcessError if a game failed."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out.jsonl")
        given.write_text("".join(json.dumps(play) + "\n" for play in plays))
        command = [HOME / "oreo", "alfworld", "replay", "--games", games, "--engine", engine]
        command += ["--commands", given, "--out", out, "--latch=false"]
        start = time.monotonic()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        peak_mb = 0.0
        while process.poll() is None:
            peak_mb = max(peak_mb, _resident_mb(process.pid))
            time.sleep(0.2)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return Replay(time.monotonic() - start, peak_mb, out.read_text().splitlines())


def _resident_mb(root: int) -> float:
    """Resident memory of a process and all below it, of Linux' /proc."""
    total = 0.0
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = dict(line.split(":", 1) for line in (entry / "status").read_text().splitlines())
        except OSError:
            continue
        if _descends(int(entry.name), root):
            total += float(fields.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def _descends(pid: int, root: int) -> bool:
    while pid > 1:
        if pid == root:
            return True
        try:
            pid = int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return False
    return False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--games", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--steps", type=int, default=100)
    options = parser.parse_args()
    files = sorted(options.games.rglob("game.tw-pddl"))[: options.count]
    plays: list[dict[str, object]] = []
    for file in files:
        walkthrough = json.loads(file.read_text())["walkthrough"]
        plays.append({"game": str(file.relative_to(options.games)), "commands": walkthrough})
    few = ["look", "inventory"]
    many = few + [few[n % 2] for n in range(options.steps)]
    cold = replay(options.games, [{**plays[0], "commands": few}], "reference")
    stepped = replay(options.games, [{**plays[0], "commands": many}], "reference")
    opened = replay(options.games, plays, "reference")
    fast = replay(options.games, plays, "fast")
    steps = sum(len(json.loads(line)["steps"]) for line in opened.lines)
    different = sum(a != b for a, b in zip(opened.lines, fast.lines, strict=True))
    a_step = (stepped.seconds - cold.seconds) / options.steps
    a_game = (opened.seconds - cold.seconds) / max(1, len(plays) - 1)
    print(f"process, one game, two steps: {cold.seconds:.1f} s, {cold.resident_mb:.0f} MB")
    print(f"a step, over {options.steps}: {1000 * a_step:.0f} ms; {stepped.resident_mb:.0f} MB")
    print(f"{len(plays)} games, {steps} observations: {opened.seconds:.1f} s, {opened.resident_mb:.0f} MB")
    print(f"a game more: {a_game:.2f} s")
    print(f"the same in the Java engine: {fast.seconds:.1f} s; games that differ: {different}")
    print(f"cores: {os.cpu_count()}")


if __name__ == "__main__":
    main()
