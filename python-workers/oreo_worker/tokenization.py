"""Turns dialogues into tokens, once: ids, action mask and step ends.

What the policy writes is tokenised apart from what it is shown, as it happens when a policy generates, so
the tokens of a prompt never depend on the response. Texts are texts: a control token spelled out in one is
no control token, unless the dialogue says that it is rendered. Chats are in `chat`. A bad item is a
rejection, never an error.

Knows no models and no protocol.
"""

from __future__ import annotations

from dataclasses import dataclass

from oreo_worker.chat import THOUGHTS, with_template
from oreo_worker.dialogue import Dialogue, EncodedDialogue, RejectedDialogue, Rejection
from oreo_worker.failures import BadData
from oreo_worker.segmentation import StepRule, step_ends
from oreo_worker.text_tokenizer import TextTokenizer, TokenTexts


@dataclass(frozen=True)
class EncodeLimits:
    """What ends a step, and the most tokens an item may have (0: any)."""

    step_rule: StepRule
    max_length: int = 0


def encode(
    dialogue: Dialogue, tokenizer: TextTokenizer, texts: TokenTexts, limits: EncodeLimits
) -> EncodedDialogue:
    """Encodes one dialogue or raises RejectedDialogue."""
    if not dialogue.turns:
        raise RejectedDialogue(Rejection.EMPTY_RESPONSE, "The dialogue has no turns.")
    if not dialogue.prompt_only and not any(
        turn.action and (turn.text or turn.more.get("tool_calls")) for turn in dialogue.turns
    ):
        raise RejectedDialogue(Rejection.EMPTY_RESPONSE, "No turn of the policy has text.")
    if dialogue.end_token and tokenizer.end_token_id is None:
        raise BadData("The tokenizer names no end token; set eos_token in tokenizer_config.json.")
    encoded = with_template(dialogue, tokenizer) if dialogue.chat_template else _joined(dialogue, tokenizer)
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
    for turn in dialogue.turns:
        lost = [name for name in ("tool_calls", *THOUGHTS) if turn.action and turn.more.get(name)]
        if lost:
            raise RejectedDialogue(
                Rejection.LEFT_OUT, f"Without a chat template nothing writes the {lost[0]} of a message."
            )
    spelled = sum(len(tokenizer.marks(turn.text, not turn.action)) for turn in dialogue.turns)
    encoded = EncodedDialogue(spelled=spelled)
    before = ""
    last_action = max((i for i, turn in enumerate(dialogue.turns) if turn.action), default=-1)
    for index, turn in enumerate(dialogue.turns):
        if dialogue.rendered and not turn.action:
            tokens = tokenizer.encode_marked(turn.text, before)
        else:
            tokens = tokenizer.encode(turn.text, before, shown=not turn.action)
        start = tokenizer.start_token_ids
        if index == 0 and tokens[: len(start)] != start:
            encoded.append(start, False)
        if turn.action and not encoded.token_ids:
            encoded.append(tokenizer.empty_prompt_ids, False)
        encoded.append(tokens, turn.action)
        before += turn.text
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
