"""A model of one's own in the worker: an nn.Module, its tokenizer and a reward function.

Nothing here knows the worker's insides, and the worker knows nothing of this file but three entry points:

    model.loader            examples.recurrent_model:load_model
    model.tokenizer_loader  examples.recurrent_model:load_tokenizer
    reward (and task)       examples.recurrent_model:reward, examples.recurrent_model:problems

`make_directory` writes what the loader reads: sizes.json and model.safetensors. Any other layout would do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_model as load_weights
from safetensors.torch import save_model
from torch import Tensor, nn

from oreo_worker.tasks import Grade, Problem

END = 0
CHARACTERS = "\n 0123456789+=abcdefghijklmnopqrstuvwxyz"


@dataclass
class Output:
    """What the worker reads from a forward pass: logits [R, L, V] and hidden states [R, L, H]."""

    logits: Tensor
    hidden_states: Tensor


class RecurrentModel(nn.Module):
    """A GRU over characters. It reads left to right, so padding on the right changes nothing before it."""

    end_token_ids = (END,)

    def __init__(self, hidden_size: int, context_length: int) -> None:
        super().__init__()
        self.context_length = context_length
        self.embedding = nn.Embedding(len(CHARACTERS) + 1, hidden_size)
        self.recurrence = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.lm_head = nn.Linear(hidden_size, len(CHARACTERS) + 1)

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        position_ids: Tensor | None = None,
    ) -> Output:
        """Token ids [R, L] to logits and hidden states."""
        if attention_mask is not None:
            raise ValueError("a recurrent model cannot keep packed sequences apart; set packing = false")
        states, _ = self.recurrence(self.embedding(input_ids))
        return Output(self.lm_head(states), states)


class CharacterTokenizer:
    """One token a character; what it does not know is left out."""

    end_token_id = END
    vocabulary_size = len(CHARACTERS) + 1

    def encode(self, text: str) -> list[int]:
        """Tokens of the text alone."""
        return [CHARACTERS.index(character) + 1 for character in text if character in CHARACTERS]

    def decode(self, token_ids: list[int]) -> str:
        """Text of the tokens, without the end token."""
        return "".join(CHARACTERS[token - 1] for token in token_ids if token != END)

    def render(self, turns: list[dict[str, str]], generation_prompt: bool) -> str:
        """The chat template."""
        text = "".join(f"{turn['role']} {turn['content']}\n" for turn in turns)
        return text + ("assistant " if generation_prompt else "")


def load_model(directory: str) -> nn.Module:
    """The model loader: called with the model's directory."""
    model = RecurrentModel(**json.loads((Path(directory) / "sizes.json").read_text()))
    load_weights(model, Path(directory) / "model.safetensors")
    return model


def load_tokenizer(directory: str) -> CharacterTokenizer:
    """The tokenizer loader: called with the model's directory."""
    return CharacterTokenizer()


def make_directory(directory: Path, hidden_size: int = 32, context_length: int = 128, seed: int = 0) -> None:
    """Writes a model with random weights."""
    directory.mkdir(parents=True, exist_ok=True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = RecurrentModel(hidden_size, context_length)
    sizes = {"hidden_size": hidden_size, "context_length": context_length}
    (directory / "sizes.json").write_text(json.dumps(sizes))
    save_model(model, str(directory / "model.safetensors"))


def problems(options: dict[str, Any], split: str, count: int, seed: int) -> Iterator[Problem]:
    """The task: sums below `largest`."""
    generator = torch.Generator().manual_seed(seed)
    for n in range(count):
        a, b = torch.randint(int(options.get("largest", 9)) + 1, (2,), generator=generator).tolist()
        solution = f"{a}+{b}\n{a + b}\n"
        yield Problem(f"{split}-{seed}-{n}", f"{a} plus {b}\n", str(a + b), solution)


def reward(problem: Problem, response: str, options: dict[str, Any]) -> Grade:
    """The reward function: 1 if the last line is the answer."""
    lines = response.split()
    if not lines:
        return Grade(reward=0.0, no_answer=True)
    return Grade(reward=float(lines[-1] == problem.reference_answer), answer=lines[-1])


reward.version = "1"  # type: ignore[attr-defined]
