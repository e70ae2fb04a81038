"""Prints twenty steps of every method to the last bit: what `make parity` compares between two commits.

python parity.py        one JSON object: case -> {"steps": [{metric: hexadecimal float}], "weights": digest}
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import torch
import transformers
from learning_fixtures import mixed_sequences, oreo_spec, tiny_model
from test_trainer import METHODS, WARMUP

from oreo_worker.batch import PreferencePair
from oreo_worker.determinism import settle
from oreo_worker.specs import LoraSpec, ModelSource
from oreo_worker.trainer import open_training

STEPS = 20


def main() -> None:
    """Trains every method, with all weights and with adapters."""
    settle(1)
    transformers.logging.disable_progress_bar()
    cases: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        start = tiny_model(Path(folder) / "start")
        for name in METHODS:
            for kind, lora in (("weights", None), ("adapters", LoraSpec(rank=4, alpha=8))):
                output = Path(folder) / f"{name}-{kind}"
                cases[f"{name}, {kind}"] = _case(name, lora, start, output)
    json.dump(cases, sys.stdout, indent=1)


def _case(name: str, lora: LoraSpec | None, start: ModelSource, output: Path) -> dict[str, object]:
    spec = oreo_spec(
        start,
        output,
        method=METHODS[name],
        critic_warmup_batches=WARMUP.get(name, 0),
        total_batches=STEPS,
        policy_lora=lora,
        critic_lora=lora,
    )
    trainer = open_training(spec, torch.device("cpu"))
    steps = []
    for number in range(STEPS):
        sequences = mixed_sequences()
        sequences = sequences[number % 4 :] + sequences[: number % 4]
        metrics = trainer.train_batch(number, sequences, [PreferencePair(0, 1), PreferencePair(2, 1)])
        steps.append({key: float(value).hex() for key, value in sorted(metrics.items())})
    total = hashlib.sha256()
    for directory in trainer.finish():
        for path in sorted(directory.glob("*.safetensors")) if directory else []:
            total.update(path.name.encode() + path.read_bytes())
    return {"steps": steps, "weights": total.hexdigest()}


if __name__ == "__main__":
    main()
