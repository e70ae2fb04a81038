"""MiniCPM (arXiv 2404.06395), which transformers does not bring: Granite's arithmetic under other names.

Both are Llamas whose embeddings, residual branches and logits are multiplied by constants. Weights bear the
same names, so the authors' directories load as they are and ours load in their code. Importing this module
makes the architecture known to transformers.
"""

from __future__ import annotations

import math
from typing import Any

from huggingface_hub.dataclasses import strict
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.models.granite import GraniteConfig, GraniteForCausalLM


@strict
class MiniCPMConfig(GraniteConfig):
    """The keys of MiniCPM's config.json; those of Granite are computed from them."""

    model_type = "minicpm"

    rms_norm_eps: float = 1e-5
    tie_word_embeddings: bool = True
    # What embeddings are multiplied by.
    scale_emb: float | int = 1
    # A residual branch is multiplied by this, divided by the root of the number of layers.
    scale_depth: float | int = 1
    # Logits are divided by hidden_size over this.
    dim_model_base: int = 1

    def __post_init__(self, **kwargs: Any) -> None:
        self.embedding_multiplier = float(self.scale_emb)
        self.residual_multiplier = self.scale_depth / math.sqrt(self.num_hidden_layers)
        self.attention_multiplier = 1 / math.sqrt(self.hidden_size / self.num_attention_heads)
        self.logits_scaling = self.hidden_size / self.dim_model_base
        super().__post_init__(**kwargs)


class MiniCPMForCausalLM(GraniteForCausalLM):
    """A causal MiniCPM, called as in its authors' code."""

    config_class = MiniCPMConfig


AutoConfig.register(MiniCPMConfig.model_type, MiniCPMConfig, exist_ok=True)
AutoModelForCausalLM.register(MiniCPMConfig, MiniCPMForCausalLM, exist_ok=True)
