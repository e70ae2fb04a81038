"""Control tokens that a text spells out: where, and how the text is encoded as a text all the same.

A control token is one that the tokenizer flags special. What a chat template writes as a token of its own
(`<think>`, `<tool_call>`) is one in texts that the policy was shown, even without the flag; in what it wrote
it is an ordinary token. Knows no dialogues.
"""

from __future__ import annotations

import json
import re

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerBase

# Tokens that stand for one byte; some tokenizers flag them special.
_BYTE = re.compile(r"<0x[0-9A-Fa-f]{2}>")


class Spelling:
    """Control tokens of a tokenizer of transformers."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        added = {
            token_id: token
            for token_id, token in tokenizer.added_tokens_decoder.items()
            if token.content.strip()
        }
        special = {i: token.content for i, token in added.items() if token.special}
        template = tokenizer.chat_template
        source = template if isinstance(template, str) else json.dumps(template or "")
        written = {i: token.content for i, token in added.items() if token.content in source}
        self.control_ids = frozenset(i for i, text in special.items() if not _BYTE.fullmatch(text))
        self._special = frozenset(special.values())
        self._shown = self._special | frozenset(written.values())
        self._patterns = {True: _pattern(self._shown), False: _pattern(self._special)}
        self._backends: dict[bool, Tokenizer] = {}

    def find(self, text: str, shown: bool) -> list[tuple[int, int]]:
        """Where the text spells a control token (begin, end)."""
        pattern = self._patterns[shown]
        return [match.span() for match in pattern.finditer(text)] if pattern else []

    def ending(self, text: str) -> str:
        """The control token that the text ends with; empty if none."""
        return max((mark for mark in self._special if text.endswith(mark)), key=len, default="")

    def encode(self, text: str, shown: bool) -> list[int]:
        """Tokens of the text, none of them a control token."""
        backend = self._backends.get(shown) or self._literal(shown)
        if backend is not None:
            self._backends[shown] = backend
            return list(backend.encode(text, add_special_tokens=False).ids)
        return list(self._tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True))

    def _literal(self, shown: bool) -> Tokenizer | None:
        """A copy of the fast tokenizer that takes control tokens for text; nothing for slow ones."""
        backend = getattr(self._tokenizer, "backend_tokenizer", None)
        if backend is None:
            return None
        description = json.loads(backend.to_str())
        marks = self._shown if shown else self._special
        for token in description["added_tokens"]:
            token["special"] = token["content"] in marks
        literal = Tokenizer.from_str(json.dumps(description))
        literal.encode_special_tokens = True
        literal.no_truncation()
        literal.no_padding()
        return literal


def _pattern(marks: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(marks, key=lambda mark: (-len(mark), mark))
    return re.compile("|".join(map(re.escape, longest_first))) if marks else None
