"""Dialogues, before and after they are encoded, and the reasons why one is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Turn:
    """Part of a dialogue.

    `action` says that the policy wrote it, `more` holds a chat message's further fields.
    """

    role: str
    text: str
    action: bool
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialogue:
    """What to encode; mirrors EncodeItem in tokenizer_service.proto."""

    item_id: str
    turns: tuple[Turn, ...]
    chat_template: bool = False
    end_token: bool = False
    prompt_only: bool = False
    rendered: bool = False
    tools: tuple[Any, ...] = ()


class Rejection(Enum):
    """Classes of reasons not to encode; names as in the protocol."""

    TOO_LONG = "too_long"
    EMPTY_RESPONSE = "empty_response"
    NOT_PREFIX_PRESERVING = "not_prefix_preserving"
    TEMPLATE = "template"
    LEFT_OUT = "left_out"


class RejectedDialogue(Exception):
    """Why a dialogue was not encoded."""

    def __init__(self, reason: Rejection, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass
class EncodedDialogue:
    """Tokens with action mask and step ends.

    `spelled` counts control tokens that the texts spell out, `as_context` turns of the policy that are not
    learned, because the template rewrites them once more turns follow.
    """

    token_ids: list[int] = field(default_factory=list)
    action_mask: list[bool] = field(default_factory=list)
    step_ends: list[int] = field(default_factory=list)
    spelled: int = 0
    as_context: int = 0

    def append(self, token_ids: list[int], action: bool) -> None:
        """Adds tokens of one kind."""
        self.token_ids.extend(token_ids)
        self.action_mask.extend([action] * len(token_ids))
