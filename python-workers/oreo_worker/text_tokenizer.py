"""Tokenizers as the worker sees them, from transformers, a GGUF file or a plug-in.

A `TextTokenizer` encodes text without adding anything, decodes without special tokens, and says what a
single token adds to a text. `TokenTexts` remembers the latter. Knows no dialogues (see `tokenization`) and
no models.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from transformers import AutoTokenizer, PreTrainedTokenizerBase, PreTrainedTokenizerFast

from oreo_worker.content_keys import tokenizer_key
from oreo_worker.failures import BadData, NotFound
from oreo_worker.plugins import entry_point, plugged_in
from oreo_worker.specs import ModelSource
from oreo_worker.spelling import Spelling

# A tokenizer without a limit reports an astronomical one.
_NO_LIMIT = 10**9
# Put before a text to see its tokens in the middle of one; the first that does not merge with it is taken.
_BEFORE = ("\n", "\a", "=", "a", "0")


class TextTokenizer(Protocol):
    """Text to tokens and back."""

    # Put before every text, e.g. the beginning-of-text token of some families.
    start_token_ids: list[int]
    # The prompt that stands for no text: a policy needs a token to start from.
    empty_prompt_ids: list[int]
    end_token_id: int | None
    vocabulary_size: int
    model_max_length: int

    def encode_marked(self, text: str, behind: str | None = None) -> list[int]:
        """Tokens of a rendered text: what spells a control token becomes that token."""

    def encode(self, text: str, behind: str | None = None, shown: bool = True) -> list[int]:
        """Tokens of a text in which nothing is a control token: decoded they are the text again.

        `behind` is what stands before it; empty at the beginning of all, None for any text. In what the
        policy was shown the marks of the chat template are text too; in what it wrote they are not, if the
        tokenizer calls them ordinary (`<think>`).
        """

    def marks(self, text: str, shown: bool = True) -> list[tuple[int, int]]:
        """Where the text spells a control token (begin, end)."""

    def is_control(self, token_id: int) -> bool:
        """Whether the token is one that no text becomes."""

    def decode(self, token_ids: list[int]) -> str:
        """Text of the tokens, without control tokens, as it stands behind other text."""

    def token_text(self, token_id: int) -> str:
        """What the token adds to a text in its middle; empty for special tokens."""

    def render(
        self, turns: list[dict[str, Any]], generation_prompt: bool, tools: list[Any] | None = None
    ) -> str:
        """The chat template's text for these turns."""


class TransformersTokenizer:
    """A tokenizer of transformers."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        self.end_token_id: int | None = tokenizer.eos_token_id
        self.vocabulary_size = len(tokenizer)
        limit = tokenizer.model_max_length
        self.model_max_length = int(limit) if limit and limit < _NO_LIMIT else 0
        self._spelling = Spelling(tokenizer)
        plain = self._ids("a")
        special = list(tokenizer.encode("a", add_special_tokens=True))
        begin = next((i for i in range(len(special)) if special[i : i + len(plain)] == plain), 0)
        self.start_token_ids = special[:begin]
        start = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.eos_token_id
        self.empty_prompt_ids = self.start_token_ids or ([] if start is None else [int(start)])
        self._anchor = plain[-1:]
        self._anchor_text = self._text(self._anchor)
        # SentencePiece and its like begin a text with a blank that nobody wrote.
        self._adds_blank = self._ids("\na") != [*self._ids("\n"), *plain]

    def encode_marked(self, text: str, behind: str | None = None) -> list[int]:
        """Tokens of a rendered text."""
        return self._behind(text, behind, self._ids)

    def encode(self, text: str, behind: str | None = None, shown: bool = True) -> list[int]:
        """Tokens of a text in which nothing is a control token."""
        if self._adds_blank and not shown:
            return self._between_marks(text, behind)
        if not self.marks(text, shown):
            return self._behind(text, behind, self._ids)
        return self._behind(text, behind, lambda whole: self._spelling.encode(whole, shown))

    def marks(self, text: str, shown: bool = True) -> list[tuple[int, int]]:
        """Where the text spells a control token."""
        return self._spelling.find(text, shown)

    def is_control(self, token_id: int) -> bool:
        """Whether the tokenizer flags it special, bytes apart."""
        return token_id in self._spelling.control_ids

    def decode(self, token_ids: list[int]) -> str:
        """Text of the tokens, without control tokens, as it stands behind other text.

        A sequence that begins with a control token is a whole text: the blank that some tokenizers put before
        its first word is no part of it.
        """
        if not self._adds_blank or (token_ids and self.is_control(token_ids[0])):
            return self._text(token_ids)
        return self._text([*self._anchor, *token_ids])[len(self._anchor_text) :]

    def token_text(self, token_id: int) -> str:
        """Decoded behind an ordinary token, because some tokenizers drop the blank at the start of a text."""
        if not 0 <= token_id < self.vocabulary_size:
            return ""
        return self._text([*self._anchor, token_id])[len(self._anchor_text) :]

    def render(
        self, turns: list[dict[str, Any]], generation_prompt: bool, tools: list[Any] | None = None
    ) -> str:
        """The chat template's text for these turns."""
        if not self._tokenizer.chat_template:
            raise ValueError("the model's tokenizer has no chat template")
        return str(
            self._tokenizer.apply_chat_template(
                turns, tools=tools or None, tokenize=False, add_generation_prompt=generation_prompt
            )
        )

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False))

    def _behind(self, text: str, behind: str | None, ids: Callable[[str], list[int]]) -> list[int]:
        """Tokens of the text as they are in the middle of a longer one, without a blank before."""
        if not text:
            return []
        if behind == "" or not self._adds_blank or self._begins_anew(behind or ""):
            return ids(text)
        for before in _BEFORE:
            start, whole = self._ids(before), ids(before + text)
            if whole[: len(start)] == start:
                return whole[len(start) :]
        return ids(text)

    def _between_marks(self, text: str, behind: str | None) -> list[int]:
        """Tokens of what the policy wrote, without a blank behind each mark that it wrote."""
        special = set(self.marks(text, shown=False))
        tokens: list[int] = []
        position = 0
        for begin, end in [*self.marks(text), (len(text), len(text))]:
            if (begin, end) in special:
                continue
            before = behind if position == 0 else None
            piece, mark = text[position:begin], text[begin:end]
            literal = self.marks(piece, shown=False)
            ids = (lambda whole: self._spelling.encode(whole, False)) if literal else self._ids
            tokens += self._behind(piece, before, ids)
            tokens += self._ids(mark) if mark else []
            position = end
        return tokens

    def _begins_anew(self, behind: str) -> bool:
        """Whether the tokenizer puts its blank behind this text too, which ends with a control token."""
        control = self._spelling.ending(behind)
        return bool(control) and self._ids(control + "a")[len(self._ids(control)) :] == self._ids("a")

    def _text(self, token_ids: list[int]) -> str:
        kept = [token for token in token_ids if token not in self._spelling.control_ids]
        return str(
            self._tokenizer.decode(kept, skip_special_tokens=False, clean_up_tokenization_spaces=False)
        )


class PluggedTokenizer:
    """Any object with encode(text) -> ids, decode(ids) -> text, end_token_id and vocabulary_size.

    Optional: start_token_ids, and render(turns, generation_prompt) -> text for chats.
    """

    def __init__(self, tokenizer: Any, name: str) -> None:
        missing = [
            part
            for part in ("encode", "decode", "end_token_id", "vocabulary_size")
            if not hasattr(tokenizer, part)
        ]
        if missing:
            raise BadData(f"tokenizer_loader '{name}' gave a tokenizer without {', '.join(missing)}.", [name])
        self._tokenizer = tokenizer
        self._name = name
        self.start_token_ids = list(getattr(tokenizer, "start_token_ids", []))
        self.end_token_id: int | None = tokenizer.end_token_id
        self.empty_prompt_ids = self.start_token_ids or (
            [] if self.end_token_id is None else [self.end_token_id]
        )
        self.vocabulary_size = int(tokenizer.vocabulary_size)
        self.model_max_length = 0

    def encode_marked(self, text: str, behind: str | None = None) -> list[int]:
        """As the plug-in does."""
        return self.encode(text)

    def encode(self, text: str, behind: str | None = None, shown: bool = True) -> list[int]:
        """As the plug-in does; it has no control tokens that are spelled in texts."""
        with plugged_in(self._name, "tokenizer_loader"):
            return [int(token) for token in self._tokenizer.encode(text)] if text else []

    def marks(self, text: str, shown: bool = True) -> list[tuple[int, int]]:
        """None."""
        return []

    def is_control(self, token_id: int) -> bool:
        """The end token alone."""
        return token_id == self.end_token_id

    def decode(self, token_ids: list[int]) -> str:
        """As the plug-in does."""
        with plugged_in(self._name, "tokenizer_loader"):
            return str(self._tokenizer.decode(token_ids))

    def token_text(self, token_id: int) -> str:
        """The token's text alone."""
        return self.decode([token_id]) if 0 <= token_id < self.vocabulary_size else ""

    def render(
        self, turns: list[dict[str, Any]], generation_prompt: bool, tools: list[Any] | None = None
    ) -> str:
        """The plug-in's own template; tools are in its hands."""
        if not hasattr(self._tokenizer, "render"):
            raise ValueError(
                f"tokenizer_loader '{self._name}' has no method render(turns, generation_prompt)."
            )
        return str(self._tokenizer.render(turns, generation_prompt))


class TokenTexts:
    """Texts of single tokens, computed when first asked for."""

    def __init__(self, tokenizer: TextTokenizer) -> None:
        self._tokenizer = tokenizer
        self._texts: dict[int, str] = {}

    def __getitem__(self, token_id: int) -> str:
        text = self._texts.get(token_id)
        if text is None:
            text = self._texts[token_id] = self._tokenizer.token_text(token_id)
        return text


class TokenizerShelf:
    """Opens tokenizers and keeps the last few, by directory, loader and content."""

    _KEPT = 4

    def __init__(self) -> None:
        self._open: dict[tuple[str, str, str, str], TextTokenizer] = {}
        self._lock = threading.Lock()

    def tokenizer(self, source: ModelSource) -> tuple[TextTokenizer, str]:
        """The tokenizer and its key."""
        directory = Path(source.directory)
        key = tokenizer_key(directory)
        place = (source.directory, source.gguf_file, source.tokenizer_loader, key)
        with self._lock:
            tokenizer = self._open.pop(place, None) or open_tokenizer(source)
            self._open[place] = tokenizer
            while len(self._open) > self._KEPT:
                self._open.pop(next(iter(self._open)))
        return tokenizer, key


def open_tokenizer(source: ModelSource) -> TextTokenizer:
    """Reads the tokenizer of a model source."""
    if source.tokenizer_loader:
        build = entry_point(source.tokenizer_loader, "tokenizer_loader")
        with plugged_in(source.tokenizer_loader, "tokenizer_loader"):
            built = build(source.directory)
        if isinstance(built, PreTrainedTokenizerBase):
            return TransformersTokenizer(built)
        return PluggedTokenizer(built, source.tokenizer_loader)
    return TransformersTokenizer(transformers_tokenizer(source))


def transformers_tokenizer(source: ModelSource) -> PreTrainedTokenizerBase:
    """The tokenizer as transformers reads it; never from a network, never with code of the directory."""
    if not Path(source.directory).is_dir():
        raise NotFound(
            f"Model directory {source.directory} does not exist; prepare the model first or mend the path."
        )
    gguf_file = source.gguf_file or _only_gguf_file(Path(source.directory))
    arguments: dict[str, Any] = {"gguf_file": gguf_file} if gguf_file else {}
    try:
        reader = PreTrainedTokenizerFast if _is_plain(Path(source.directory)) else AutoTokenizer
        return reader.from_pretrained(source.directory, local_files_only=True, **arguments)
    except (OSError, ValueError, KeyError) as error:
        raise NotFound(
            f"No tokenizer can be read in {source.directory}: {str(error).splitlines()[0]}. Put"
            " tokenizer.json there or"
            " name a tokenizer_loader.",
            [source.directory],
        ) from error


def _only_gguf_file(directory: Path) -> str:
    """The GGUF file that holds the tokenizer, where the directory has no other."""
    files = sorted(directory.glob("*.gguf"))
    return files[0].name if len(files) == 1 and not (directory / "tokenizer_config.json").exists() else ""


def _is_plain(directory: Path) -> bool:
    """Whether tokenizer.json says everything, as ours do.

    For some architectures (Qwen2) AutoTokenizer would take that architecture's class all the same and add
    its tokens.
    """
    file = directory / "tokenizer_config.json"
    if not file.is_file() or not (directory / "tokenizer.json").is_file():
        return False
    return bool(json.loads(file.read_text(encoding="utf-8")).get("tokenizer_class") == "TokenizersBackend")
