"""Small exact things that the learning tests share: sequences, a tiny transformer, a table as a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from oreo_worker.batch import TokenSequence
from oreo_worker.methods.oreo import Oreo
from oreo_worker.preparation import RandomModel, prepare_model
from oreo_worker.specs import Level, ModelSource, OptimiserSpec, TrainingSpec
from oreo_worker.tokenizer_training import TokenizerTraining

CONFIG = {
    "model_type": "llama",
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "tie_word_embeddings": True,
    "initializer_range": 0.3,
}


def tiny_model(directory: Path, seed: int = 1) -> ModelSource:
    """A two-layer transformer with random weights, large enough to tell tokens apart."""
    training = TokenizerTraining(kind="character", vocabulary_size=0, corpus=("abcdefgh 0123456789\n",))
    prepare_model(RandomModel(json.dumps(CONFIG), seed, training), directory)
    return ModelSource(str(directory))


def sequence(
    name: str,
    tokens: Sequence[int],
    mask: Sequence[int],
    ends: Sequence[int] = (),
    rewards: dict[int, float] | None = None,
) -> TokenSequence:
    """A sequence in plain numbers; rewards by position."""
    reward_T = np.zeros(len(tokens), dtype=np.float32)
    for position, value in (rewards or {}).items():
        reward_T[position] = value
    return TokenSequence(
        name,
        np.array(tokens, dtype=np.int64),
        np.array(mask, dtype=bool),
        np.array(ends, dtype=np.int64),
        reward_T,
    )


def mixed_sequences() -> list[TokenSequence]:
    """Different lengths, steps, dense rewards, and observation tokens in the middle of one of them."""
    return [
        sequence("a", [3, 4, 5, 6, 7, 8], [0, 0, 1, 1, 1, 1], [4, 6], {5: 1.0}),
        sequence("b", [4, 9, 3, 7], [0, 1, 1, 1], [2, 4]),
        sequence("c", [5, 6, 7, 9, 9, 8, 3, 4, 6], [0, 0, 1, 1, 0, 0, 1, 1, 1], [4, 9], {3: 0.25, 8: 0.5}),
        sequence("d", [3, 3], [0, 1], [2], {1: 1.0}),
    ]


def oreo_spec(source: ModelSource, output: Path, **changes: object) -> TrainingSpec:
    """A short token-level training; any field of the spec may be given.

    The critic is warmed up unless another method is given.
    """
    fields: dict[str, object] = {
        "policy": source,
        "method": Oreo(Level.TOKEN, beta=0.3, alpha=0.1, lambda_=0.9),
        "policy_optimiser": OptimiserSpec(learning_rate=1e-3, weight_decay=0.1, schedule="cosine"),
        "critic_optimiser": OptimiserSpec(learning_rate=2e-3),
        "total_batches": 6,
        "output_directory": str(output),
        "micro_batch_tokens": 18,
        "seed": 5,
        "critic_warmup_batches": 0 if "method" in changes else 2,
    }
    return TrainingSpec(**{**fields, **changes})  # type: ignore[arg-type]


class Table(nn.Module):
    """A causal model that looks its logits up: one row of the projection's weight a state.

    The state is the prefix of tokens as a number, so hidden states are one-hot and the projection's weight
    [V, S] holds the logits.
    """

    def __init__(self, vocabulary: int, depth: int, seed: int) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.states = sum(vocabulary**n for n in range(depth + 1))
        generator = torch.Generator().manual_seed(seed)
        self.logits_VS = nn.Parameter(torch.randn(vocabulary, self.states, generator=generator))
        # The critic reads one-hot states through a table of its own, of which its head is the sum.
        self.read_SS = nn.Parameter(torch.eye(self.states), requires_grad=False)

    @property
    def module(self) -> nn.Module:
        return self

    def state_of(self, prefix: Sequence[int]) -> int:
        """The number of a prefix; the prompt token is not part of it."""
        state = 0
        for token in prefix:
            state = state * self.vocabulary + token + 1
        return state

    def hidden(
        self, token_ids_RL: Tensor, attention: Tensor | None, position_ids_RL: Tensor | None
    ) -> Tensor:
        if attention is not None or position_ids_RL is not None:
            raise ValueError("a table reads plain rows only")
        state_R = torch.zeros(len(token_ids_RL), dtype=torch.long)
        columns = [state_R]
        for column_R in token_ids_RL[:, 1:].unbind(1):
            state_R = (state_R * self.vocabulary + column_R + 1).clamp(max=self.states - 1)
            columns.append(state_R)
        return self.read_SS[torch.stack(columns, dim=1)]

    def projection(self) -> tuple[Tensor, Tensor | None]:
        return self.logits_VS, None

    def transform_logits(self, logits_CV: Tensor) -> Tensor:
        return logits_CV

    def save(self, directory: Path) -> None:
        raise NotImplementedError("a table is never saved")
