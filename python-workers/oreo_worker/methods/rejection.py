"""Rejection sampling: SFT on the rollouts that are correct."""

from __future__ import annotations

from dataclasses import dataclass

from oreo_worker.method import LearnsFrom
from oreo_worker.methods.sft import Sft


@dataclass(frozen=True)
class Rejection(Sft):
    """Rejection sampling: SFT on the correct rollouts."""

    learns_from = LearnsFrom.CORRECT
