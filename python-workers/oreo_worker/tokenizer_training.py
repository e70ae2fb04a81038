"""Trains a small tokenizer: one token a character, or byte-level BPE.

Both are lossless on any text. The character tokenizer writes a character it has not seen as its UTF-8
bytes, each a token of its own. Special tokens take the first ids: padding, beginning, end.
"""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from oreo_worker.failures import BadData

PAD, BEGIN, END = "<pad>", "<bos>", "<eos>"
_SPECIAL = [PAD, BEGIN, END]
_BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


@dataclass(frozen=True)
class TokenizerTraining:
    """How to train; `vocabulary_size` is the largest vocabulary of BPE."""

    kind: str
    vocabulary_size: int
    corpus: tuple[str, ...]


def train_tokenizer(training: TokenizerTraining) -> PreTrainedTokenizerFast:
    """The trained tokenizer; a pure function of the training."""
    if not any(training.corpus):
        raise BadData("random.training.corpus is empty; give texts to learn from.")
    if training.kind == "character":
        tokenizer = _character_tokenizer(training.corpus)
    elif training.kind == "bpe":
        tokenizer = _bpe_tokenizer(training)
    else:
        raise BadData(f"random.training.kind is '{training.kind}'; write character or bpe.")
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        bos_token=BEGIN,
        eos_token=END,
        clean_up_tokenization_spaces=False,
    )


def _character_tokenizer(corpus: tuple[str, ...]) -> Tokenizer:
    characters = sorted({character for text in corpus for character in text})
    vocabulary = {token: index for index, token in enumerate([*_SPECIAL, *_BYTES, *characters])}
    # BPE without merges: every character is a token, and what is none falls back to bytes.
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), behavior="isolated")
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens(_SPECIAL)
    return tokenizer


def _bpe_tokenizer(training: TokenizerTraining) -> Tokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    least = len(alphabet) + len(_SPECIAL)
    if training.vocabulary_size < least:
        raise BadData(
            f"random.training.vocabulary_size is {training.vocabulary_size}; byte-level BPE needs at least"
            f" {least}."
        )
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=training.vocabulary_size,
        special_tokens=_SPECIAL,
        initial_alphabet=alphabet,
        show_progress=False,
    )
    tokenizer.train_from_iterator(training.corpus, trainer)
    return tokenizer
