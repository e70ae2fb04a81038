"""Turns dialogues into tokens, once: ids, action mask and step ends.

What the policy writes is tokenised apart from what it is shown, as it happens when a policy generates, so
the tokens of a prompt never depend on the response. With a chat template every turn is rendered behind the
turns before it; a template that changes earlier text is refused with the first token that differs. A bad
item is a rejection, never an error.

Knows no models and no protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from oreo_worker.failures import BadData
from oreo_worker.segmentation import StepRule, step_ends
from oreo_worker.text_tokenizer import TextTokenizer, TokenTexts


@dataclass(frozen=True)
class Turn:
    """Part of a dialogue; `action` says that the policy wrote it."""

    role: str
    text: str
    action: bool


@dataclass(frozen=True)
class Dialogue:
    """What to encode; mirrors EncodeItem in tokenizer_service.proto."""

    item_id: str
    turns: tuple[Turn, ...]
    chat_template: bool = False
    end_token: bool = False
    prompt_only: bool = False


@dataclass(frozen=True)
class EncodeLimits:
    """What ends a step, and the most tokens an item may have (0: any)."""

    step_rule: StepRule
    max_length: int = 0


class Rejection(Enum):
    """Classes of reasons not to encode; names as in the protocol."""

    TOO_LONG = "too_long"
    EMPTY_RESPONSE = "empty_response"
    NOT_PREFIX_PRESERVING = "not_prefix_preserving"
    TEMPLATE = "template"


class RejectedDialogue(Exception):
    """Why a dialogue was not encoded."""

    def __init__(self, reason: Rejection, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass
class EncodedDialogue:
    """Tokens with action mask and step ends."""

    token_ids: list[int] = field(default_factory=list)
    action_mask: list[bool] = field(default_factory=list)
    step_ends: list[int] = field(default_factory=list)

    def append(self, token_ids: list[int], action: bool) -> None:
        """Adds tokens of one kind."""
        self.token_ids.extend(token_ids)
        self.action_mask.extend([action] * len(token_ids))


def encode(
    dialogue: Dialogue, tokenizer: TextTokenizer, texts: TokenTexts, limits: EncodeLimits
) -> EncodedDialogue:
    """Encodes one dialogue or raises RejectedDialogue."""
    if not dialogue.turns:
        raise RejectedDialogue(Rejection.EMPTY_RESPONSE, "The dialogue has no turns.")
    if not dialogue.prompt_only and not any(turn.action and turn.text for turn in dialogue.turns):
        raise RejectedDialogue(Rejection.EMPTY_RESPONSE, "No turn of the policy has text.")
    if dialogue.end_token and tokenizer.end_token_id is None:
        raise BadData("The tokenizer names no end token; set eos_token in tokenizer_config.json.")
    encoded = _with_template(dialogue, tokenizer) if dialogue.chat_template else _joined(dialogue, tokenizer)
    if limits.max_length and len(encoded.token_ids) > limits.max_length:
        raise RejectedDialogue(
            Rejection.TOO_LONG,
            f"{len(encoded.token_ids)} tokens are more than the limit of {limits.max_length}.",
        )
    encoded.step_ends = action_step_ends(encoded, texts, limits.step_rule)
    return encoded


def action_step_ends(encoded: EncodedDialogue, texts: TokenTexts, rule: StepRule) -> list[int]:
    """Step ends of every run of action tokens; a run's last token always ends a step."""
    ends: list[int] = []
    position, length = 0, len(encoded.token_ids)
    while position < length:
        begin = position
        while position < length and encoded.action_mask[position] == encoded.action_mask[begin]:
            position += 1
        if encoded.action_mask[begin]:
            run = [texts[token] for token in encoded.token_ids[begin:position]]
            ends.extend(step_ends(run, rule, begin))
    return ends


def _joined(dialogue: Dialogue, tokenizer: TextTokenizer) -> EncodedDialogue:
    encoded = EncodedDialogue()
    encoded.append(tokenizer.start_token_ids, False)
    last_action = max((i for i, turn in enumerate(dialogue.turns) if turn.action), default=-1)
    for index, turn in enumerate(dialogue.turns):
        tokens = tokenizer.encode(turn.text) if turn.text else []
        if turn.action and not encoded.token_ids:
            encoded.append(tokenizer.empty_prompt_ids, False)
        encoded.append(tokens, turn.action)
        if index == last_action and dialogue.end_token and tokenizer.end_token_id is not None:
            encoded.append([tokenizer.end_token_id], True)
    if not encoded.token_ids:
        encoded.append(tokenizer.empty_prompt_ids, False)
    if not encoded.token_ids or encoded.action_mask[0]:
        raise RejectedDialogue(
            Rejection.EMPTY_RESPONSE,
            "The prompt is empty and the tokenizer has no token to start a text with.",
        )
    return encoded


def _with_template(dialogue: Dialogue, tokenizer: TextTokenizer) -> EncodedDialogue:
    """Pieces of the template's text: what is behind a generation prompt is the policy's, up to the end
    token."""
    encoded = EncodedDialogue()
    done = ""
    shown: list[dict[str, str]] = []
    last = len(dialogue.turns) - 1
    for index, turn in enumerate(dialogue.turns):
        if turn.action:
            prompt = _extended(done, _render(tokenizer, shown, True), tokenizer)
            encoded.append(tokenizer.encode(prompt), False)
            done += prompt
        shown.append({"role": turn.role, "content": turn.text})
        final_prompt = index == last and dialogue.prompt_only
        piece = _extended(done, _render(tokenizer, shown, final_prompt), tokenizer)
        done += piece
        tokens = tokenizer.encode(piece)
        if not turn.action:
            encoded.append(tokens, False)
            continue
        own, rest = _split_at_end_token(tokens, tokenizer.end_token_id)
        if index == last:
            if not dialogue.end_token:
                own = [token for token in own if token != tokenizer.end_token_id]
            elif own[-1:] != [tokenizer.end_token_id] and tokenizer.end_token_id is not None:
                own.append(tokenizer.end_token_id)
            rest = []
        encoded.append(own, True)
        encoded.append(rest, False)
    if not encoded.token_ids or encoded.action_mask[0]:
        raise RejectedDialogue(
            Rejection.TEMPLATE, "The chat template puts nothing before the first response."
        )
    return encoded


def _render(tokenizer: TextTokenizer, turns: list[dict[str, str]], generation_prompt: bool) -> str:
    try:
        return tokenizer.render(turns, generation_prompt)
    except Exception as error:
        # A template is a program of the model's author; whatever it raises (roles, order of turns) is its
        # refusal.
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise RejectedDialogue(
            Rejection.TEMPLATE, f"The chat template refuses these turns: {first_line}"
        ) from error


def _extended(done: str, rendered: str, tokenizer: TextTokenizer) -> str:
    """What the rendered text adds, if it keeps the text before."""
    if rendered.startswith(done):
        return rendered[len(done) :]
    before, after = tokenizer.encode(done), tokenizer.encode(rendered)
    pairs = enumerate(zip(before, after, strict=False))
    index = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
    raise RejectedDialogue(
        Rejection.NOT_PREFIX_PRESERVING,
        "The chat template changes earlier text when a turn is added: token"
        f" {index} was {_shown(before, index, tokenizer)}, becomes {_shown(after, index, tokenizer)}.",
    )


def _shown(token_ids: list[int], index: int, tokenizer: TextTokenizer) -> str:
    if index >= len(token_ids):
        return "the end of the text"
    return f"{tokenizer.token_text(token_ids[index])!r} (id {token_ids[index]})"


def _split_at_end_token(token_ids: list[int], end_token_id: int | None) -> tuple[list[int], list[int]]:
    """The policy's tokens, its end token included, and what the template puts behind them."""
    if end_token_id not in token_ids:
        return token_ids, []
    cut = token_ids.index(end_token_id) + 1
    return token_ids[:cut], token_ids[cut:]
