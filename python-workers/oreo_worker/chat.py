"""Chats as their template writes them: which tokens the policy was shown and which it wrote.

Every turn is rendered behind the turns before it; what stands behind a generation prompt is the policy's, up
to the token that ends its turn. Contents cannot become control tokens: what spells one is hidden from the
template behind a word, and encoded as text. A template that rewrites earlier turns (it drops thoughts, say)
is met by learning from the turns behind the last question, or else from the last turn alone; the others are
context, as the template shows them then. A tool call or a thought that the template leaves out is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from oreo_worker.dialogue import Dialogue, EncodedDialogue, RejectedDialogue, Rejection, Turn
from oreo_worker.text_tokenizer import TextTokenizer

THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_THOUGHT_MARKS = re.compile(r"</?think>")


def with_template(dialogue: Dialogue, tokenizer: TextTokenizer) -> EncodedDialogue:
    """Encodes a chat or raises RejectedDialogue."""
    actions = [index for index, turn in enumerate(dialogue.turns) if turn.action]
    starts = [0]
    if not dialogue.prompt_only and len(actions) > 1:
        asked = max((i for i in range(actions[-1]) if dialogue.turns[i].role == "user"), default=-1)
        behind = next(index for index in actions if index > asked)
        starts += [start for start in (behind, actions[-1]) if start > actions[0]]
    first_refusal = None
    for start in starts:
        try:
            encoded = _Chat(dialogue, tokenizer).encoded(start)
        except RejectedDialogue as rejected:
            first_refusal = first_refusal or rejected
            if rejected.reason is not Rejection.NOT_PREFIX_PRESERVING:
                raise
        else:
            encoded.as_context = sum(index < start for index in actions)
            return encoded
    assert first_refusal is not None
    raise first_refusal


class _Chat:
    """One dialogue and its template."""

    def __init__(self, dialogue: Dialogue, tokenizer: TextTokenizer) -> None:
        self._tokenizer = tokenizer
        self._dialogue = dialogue
        self._hidden: dict[str, str] = {}
        said = json.dumps([[turn.text, turn.more] for turn in dialogue.turns], default=str)
        # A word that no content holds, because it is a digest of all contents.
        self._word = "x" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
        self._messages = [self._message(turn) for turn in dialogue.turns]
        self._tools = [self._hide(tool, True) for tool in dialogue.tools]

    def encoded(self, start: int) -> EncodedDialogue:
        """Tokens; turns of the policy before the turn `start` are context."""
        encoded = EncodedDialogue(spelled=len(self._hidden))
        turns = self._dialogue.turns
        last = len(turns) - 1
        done = ""
        for index, turn in enumerate(turns):
            if index < start:
                continue
            if turn.action:
                prompt = self._extended(done, self._render(index, True))
                encoded.append(self._tokens(prompt, done), False)
                done += prompt
                piece = self._written(done, index)
                own, rest = self._own_and_rest(piece, done, index)
                encoded.append(own, True)
                encoded.append(rest, False)
                done += piece
                continue
            piece = self._extended(
                done, self._render(index + 1, index == last and self._dialogue.prompt_only)
            )
            encoded.append(self._tokens(piece, done), False)
            done += piece
        if not encoded.token_ids or encoded.action_mask[0]:
            raise RejectedDialogue(
                Rejection.TEMPLATE, "The chat template puts nothing before the first response."
            )
        return encoded

    def _own_and_rest(self, piece: str, done: str, index: int) -> tuple[list[int], list[int]]:
        """The policy's tokens, those that end its turn included, and what the template puts behind them."""
        turn, last = self._dialogue.turns[index], index == len(self._dialogue.turns) - 1
        text = self._messages[index]["content"]
        if last and not self._dialogue.end_token and text and not turn.more.get("tool_calls"):
            found = piece.rfind(text.strip())
            piece = piece if found < 0 else piece[: found + len(text.strip())]
        tokens = self._tokens(piece, done)
        end = self._end_of_turn(tokens)
        own, rest = tokens[:end], tokens[end:]
        ended = bool(own) and self._tokenizer.is_control(own[-1])
        if last:
            rest = []
            if not self._dialogue.end_token:
                own = own[:-1] if ended else own
            elif not ended and self._tokenizer.end_token_id is not None:
                own.append(self._tokenizer.end_token_id)
        return own, rest

    def _end_of_turn(self, tokens: list[int]) -> int:
        """Where the policy's tokens end: behind the end token, or else a last control token before blanks."""
        if self._tokenizer.end_token_id in tokens:
            return tokens.index(self._tokenizer.end_token_id) + 1
        for position in range(len(tokens), 0, -1):
            if self._tokenizer.is_control(tokens[position - 1]):
                return position
            if self._tokenizer.token_text(tokens[position - 1]).strip():
                break
        return len(tokens)

    def _written(self, done: str, index: int) -> str:
        """What the template writes for a turn of the policy behind its generation prompt."""
        turn = self._dialogue.turns[index]
        rendered = self._render(index + 1, False)
        piece = rendered[len(done) :] if rendered.startswith(done) else ""
        missing = self._left_out(piece, index) if piece else "its text"
        if not missing:
            return piece
        thought = _THOUGHT_MARKS.search(turn.text) is not None
        last = index == len(self._dialogue.turns) - 1
        if thought and last and not turn.more:
            # The template would cut the thought away or has opened it already: as the policy wrote it, then.
            text = str(self._messages[index]["content"])
            opened = done.rstrip().endswith("<think>") and text.lstrip().startswith("<think>")
            return text.lstrip().removeprefix("<think>").lstrip("\n") if opened else text
        if not piece:
            self._extended(done, rendered)
        raise RejectedDialogue(
            Rejection.LEFT_OUT, f"The chat template leaves out {missing} of message {index + 1}."
        )

    def _left_out(self, piece: str, index: int) -> str:
        """What of a message is not in what the template wrote for it; empty if nothing."""
        message = self._messages[index]
        for part in _THOUGHT_MARKS.split(message["content"]):
            if part.strip() and part.strip() not in piece:
                return "a part"
        for name in THOUGHTS:
            thought = message.get(name)
            if isinstance(thought, str) and thought.strip() and thought.strip() not in piece:
                return f"the {name}"
        for call in message.get("tool_calls") or []:
            function = call.get("function", call) if isinstance(call, dict) else {}
            name = str(function.get("name", ""))
            values = _values(function.get("arguments"))
            if not name or name not in piece or any(value not in piece for value in values):
                return f"the tool call '{name}'"
        return ""

    def _message(self, turn: Turn) -> dict[str, Any]:
        shown = not turn.action
        more = {name: self._hide(value, shown) for name, value in turn.more.items()}
        return {**more, "role": turn.role, "content": self._hide(turn.text, shown)}

    def _hide(self, value: Any, shown: bool) -> Any:
        """The value with words in place of what spells control tokens."""
        if isinstance(value, str):
            for begin, end in reversed(self._tokenizer.marks(value, shown)):
                word = f"{self._word}n{len(self._hidden)}x"
                self._hidden[word] = value[begin:end]
                value = value[:begin] + word + value[end:]
        elif isinstance(value, list):
            return [self._hide(each, shown) for each in value]
        elif isinstance(value, dict):
            return {name: self._hide(each, shown) for name, each in value.items()}
        return value

    def _tokens(self, piece: str, done: str) -> list[int]:
        """Tokens of rendered text: the template's marks are control tokens, what was hidden is text."""
        if not self._hidden or self._word not in piece:
            return self._tokenizer.encode_marked(piece, done)
        tokens: list[int] = []
        written = ""
        for part, mark in self._parts(piece):
            before = done + written
            written += part
            if mark or self._word not in part:
                tokens += self._tokenizer.encode_marked(part, before)
            else:
                tokens += self._tokenizer.encode(self._shown(part), before)
        return tokens

    def _parts(self, piece: str) -> list[tuple[str, bool]]:
        """The piece cut at the template's marks; marks and texts without hidden words stay together."""
        parts: list[tuple[str, bool]] = []
        position = 0
        for begin, end in [*self._tokenizer.marks(piece), (len(piece), len(piece))]:
            parts += [(piece[position:begin], False), (piece[begin:end], True)]
            position = end
        joined: list[tuple[str, bool]] = []
        for part, mark in parts:
            plain = mark or self._word not in part
            if part and joined and plain and joined[-1][1]:
                joined[-1] = (joined[-1][0] + part, True)
            elif part:
                joined.append((part, plain))
        return joined

    def _shown(self, text: str) -> str:
        for word, mark in self._hidden.items():
            text = text.replace(word, mark)
        return text

    def _render(self, count: int, generation_prompt: bool) -> str:
        """The template's text for the first messages."""
        messages = self._messages[:count]
        try:
            return self._tokenizer.render([_parsed(m) for m in messages], generation_prompt, self._tools)
        except Exception as error:
            # A template is a program of the model's author; whatever it raises (roles, order of turns) is its
            # refusal. Some want the arguments of a call as the text that they are in the message.
            if any(message.get("tool_calls") for message in messages):
                try:
                    return self._tokenizer.render(messages, generation_prompt, self._tools)
                except Exception:  # the first refusal is told
                    pass
            first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise RejectedDialogue(
                Rejection.TEMPLATE, f"The chat template refuses these turns: {first_line}"
            ) from error

    def _extended(self, done: str, rendered: str) -> str:
        """What the rendered text adds, if it keeps the text before."""
        if rendered.startswith(done):
            return rendered[len(done) :]
        tokenizer = self._tokenizer
        before, after = tokenizer.encode_marked(done, ""), tokenizer.encode_marked(rendered, "")
        pairs = enumerate(zip(before, after, strict=False))
        index = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
        raise RejectedDialogue(
            Rejection.NOT_PREFIX_PRESERVING,
            "The chat template changes earlier text when a turn is added: token"
            f" {index} was {_shown(before, index, tokenizer)}, becomes {_shown(after, index, tokenizer)}.",
        )


def _parsed(message: dict[str, Any]) -> dict[str, Any]:
    """The message with the arguments of its tool calls as objects, as templates expect them."""
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        return message
    return {**message, "tool_calls": [_parsed_call(call) for call in calls]}


def _parsed_call(call: Any) -> Any:
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict) or not isinstance(function.get("arguments"), str):
        return call
    try:
        arguments = json.loads(function["arguments"])
    except ValueError:
        return call
    return {**call, "function": {**function, "arguments": arguments}}


def _values(arguments: Any) -> list[str]:
    """The texts and names in the arguments of a call that stand in any notation of it."""
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except ValueError:
            return [arguments]
    if isinstance(arguments, dict):
        return [*map(str, arguments), *(text for value in arguments.values() for text in _values_in(value))]
    return _values_in(arguments)


def _values_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.isascii() and value.isprintable() and not set(value) & set('"\\') else []
    return _values(value) if isinstance(value, dict) else []


def _shown(token_ids: list[int], index: int, tokenizer: TextTokenizer) -> str:
    if index >= len(token_ids):
        return "the end of the text"
    return f"{tokenizer.token_text(token_ids[index])!r} (id {token_ids[index]})"
