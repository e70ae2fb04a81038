"""Writes a small Llama model as a GGUF file: tensors renamed and attention permuted, as llama.cpp does."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from safetensors.torch import load_file

_NAMES = {
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "model.layers": "blk",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


def write_gguf(directory: Path, path: Path) -> None:
    """The model of a directory, unquantised, with its byte-level tokenizer."""
    config = json.loads((directory / "config.json").read_text())
    writer = gguf.GGUFWriter(path, "llama")
    _write_sizes(writer, config)
    _write_tokenizer(writer, json.loads((directory / "tokenizer.json").read_text())["model"])
    for name, tensor in load_file(directory / "model.safetensors").items():
        values = tensor.numpy()
        for heads, part in (("num_attention_heads", "q_proj"), ("num_key_value_heads", "k_proj")):
            if part in name:
                values = _permuted(values, config[heads])
        writer.add_tensor(reduce(lambda text, pair: text.replace(*pair), _NAMES.items(), name), values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _write_sizes(writer: gguf.GGUFWriter, config: dict[str, Any]) -> None:
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])


def _write_tokenizer(writer: gguf.GGUFWriter, model: dict[str, Any]) -> None:
    writer.add_tokenizer_model("gpt2")
    # The reader of this kind adds this token where a vocabulary lacks it; here it stands in for padding.
    tokens = ["<|endoftext|>", *sorted(model["vocab"], key=model["vocab"].__getitem__)[1:]]
    writer.add_token_list(tokens)
    writer.add_token_merges([" ".join(pair) for pair in model["merges"]])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)


def _permuted(values: np.ndarray, heads: int) -> np.ndarray:
    """Rows of a head interleaved instead of in two halves."""
    rows, columns = values.shape
    halves = values.reshape(heads, 2, rows // heads // 2, columns)
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows, columns))
