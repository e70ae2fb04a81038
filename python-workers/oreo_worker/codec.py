"""Protocol messages to the worker's own types and back, for serving. The training half is in training_codec.

Conversion checks what a message alone can get wrong and raises BadData that names the field; what depends
on a model is checked by whoever has the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TypeVar

from oreo.worker.v1 import (
    generation_service_pb2,
    lifecycle_service_pb2,
    sequence_pb2,
    tokenizer_service_pb2,
    value_service_pb2,
)
from oreo_worker.dialogue import Dialogue, EncodedDialogue, RejectedDialogue, Rejection, Turn
from oreo_worker.failures import BadData
from oreo_worker.generation import Completion, FinishReason, Prefix, StopRule
from oreo_worker.model_facts import Facts
from oreo_worker.sampler import Sampler
from oreo_worker.scoring import ScoredItem, WrittenItem
from oreo_worker.segmentation import StepRule
from oreo_worker.specs import ModelSource

Item = TypeVar("Item")

_FINISH = {
    FinishReason.END_TOKEN: generation_service_pb2.FINISH_REASON_END_TOKEN,
    FinishReason.STEP_END: generation_service_pb2.FINISH_REASON_STEP_END,
    FinishReason.LENGTH: generation_service_pb2.FINISH_REASON_LENGTH,
}
_REJECTIONS = {
    Rejection.TOO_LONG: tokenizer_service_pb2.ENCODE_REJECTION_REASON_TOO_LONG,
    Rejection.EMPTY_RESPONSE: tokenizer_service_pb2.ENCODE_REJECTION_REASON_EMPTY_RESPONSE,
    Rejection.NOT_PREFIX_PRESERVING: tokenizer_service_pb2.ENCODE_REJECTION_REASON_NOT_PREFIX_PRESERVING,
    Rejection.TEMPLATE: tokenizer_service_pb2.ENCODE_REJECTION_REASON_TEMPLATE,
    Rejection.LEFT_OUT: tokenizer_service_pb2.ENCODE_REJECTION_REASON_LEFT_OUT,
}


def model_source(message: lifecycle_service_pb2.ModelSource, field: str) -> ModelSource:
    """A model source; `field` names it in the message of a failure."""
    if not message.directory:
        raise BadData(f"{field}.directory is empty; name a model directory.")
    return ModelSource(
        directory=message.directory,
        gguf_file=message.gguf_file,
        loader=message.loader,
        tokenizer_loader=message.tokenizer_loader,
        allowed_remote_code=tuple(message.allowed_remote_code),
    )


def facts_message(facts: Facts) -> lifecycle_service_pb2.ModelFacts:
    """Facts about a model."""
    return lifecycle_service_pb2.ModelFacts(
        content_key=facts.content_key,
        tokenizer_key=facts.tokenizer_key,
        parameters=facts.parameters,
        vocabulary_size=facts.vocabulary_size,
        context_length=facts.context_length,
        end_token_ids=facts.end_token_ids,
        architecture=facts.architecture,
        hidden_size=facts.hidden_size,
        layers=facts.layers,
    )


def step_rule(message: sequence_pb2.StepRule) -> StepRule:
    """What ends a step."""
    return StepRule(tuple(message.delimiters))


def prefixes(request: generation_service_pb2.GenerateRequest, vocabulary: int) -> list[Prefix]:
    """The prefixes of a request, whose tokens the model must know."""
    found = []
    for item in request.items:
        ids = tuple(item.prefix_token_ids)
        if not ids:
            raise BadData(
                f"Item {item.item_id} has an empty prefix; send at least one token.", [item.item_id]
            )
        _check_ids(item.item_id, ids, vocabulary)
        found.append(Prefix(item.item_id, ids, item.seed))
    if not found:
        raise BadData("The request has no items; send at least one.")
    return found


def sampler(message: generation_service_pb2.Sampler) -> Sampler:
    """How to choose tokens; an unset nucleus keeps all."""
    return Sampler(temperature=message.temperature, top_p=message.top_p or 1.0, top_k=message.top_k)


def stop_rule(message: generation_service_pb2.StopRule, context_length: int) -> StopRule:
    """When to stop; an unset or too large length is the model's context."""
    if message.max_new_tokens < 1:
        raise BadData(f"stop.max_new_tokens is {message.max_new_tokens}; it must be at least 1.")
    if message.max_length < 0:
        raise BadData(f"stop.max_length is {message.max_length}; it must not be negative.")
    rule = step_rule(message.step_rule)
    if message.at_step_end and not rule.delimiters:
        raise BadData("stop.at_step_end is set but stop.step_rule has no delimiters; name what ends a step.")
    return StopRule(
        at_step_end=message.at_step_end,
        step_rule=rule,
        max_new_tokens=message.max_new_tokens,
        max_length=min(message.max_length or context_length, context_length),
    )


def completion_message(completion: Completion, text: str) -> generation_service_pb2.Completion:
    """A continuation with its text."""
    return generation_service_pb2.Completion(
        item_id=completion.item_id,
        token_ids=completion.token_ids,
        log_probs=completion.log_probs,
        step_ends=completion.step_ends,
        text=text,
        finish_reason=_FINISH[completion.finish_reason],
    )


def scored_items(request: value_service_pb2.EstimateValuesRequest, facts: Facts) -> list[ScoredItem]:
    """What to value; the critic must know the tokens and be long enough."""
    return [
        ScoredItem(item.item_id, _readable_ids(item, facts), tuple(item.state_positions))
        for item in _some(request.items)
    ]


def written_items(request: generation_service_pb2.ScoreActionsRequest, facts: Facts) -> list[WrittenItem]:
    """What to score; the policy must know the tokens and be long enough."""
    return [
        WrittenItem(
            item.item_id, _readable_ids(item, facts), tuple(item.state_positions), tuple(item.action_mask)
        )
        for item in _some(request.items)
    ]


def scores_message(item: WrittenItem, log_probs: Iterable[float]) -> generation_service_pb2.ItemScores:
    """Scores of one item."""
    return generation_service_pb2.ItemScores(item_id=item.item_id, log_probs=log_probs)


def values_message(item: ScoredItem, values: Iterable[float]) -> value_service_pb2.ItemValues:
    """Values of one item."""
    return value_service_pb2.ItemValues(item_id=item.item_id, values=values)


def dialogue(message: tokenizer_service_pb2.EncodeItem) -> Dialogue:
    """What to encode."""
    return Dialogue(
        item_id=message.item_id,
        turns=tuple(
            Turn(turn.role, turn.text, turn.action, json.loads(turn.more_json or "{}"))
            for turn in message.turns
        ),
        chat_template=message.chat_template,
        end_token=message.end_token,
        prompt_only=message.prompt_only,
        rendered=message.rendered,
        tools=tuple(json.loads(message.tools_json or "[]")),
    )


def encoded_message(item_id: str, encoded: EncodedDialogue) -> tokenizer_service_pb2.EncodedItem:
    """An encoded dialogue."""
    sequence = sequence_pb2.TokenSequence(
        sequence_id=item_id,
        token_ids=encoded.token_ids,
        action_mask=encoded.action_mask,
        step_ends=encoded.step_ends,
    )
    return tokenizer_service_pb2.EncodedItem(
        item_id=item_id,
        sequence=sequence,
        spelled_tokens=encoded.spelled,
        turns_as_context=encoded.as_context,
    )


def rejection_message(item_id: str, rejected: RejectedDialogue) -> tokenizer_service_pb2.EncodedItem:
    """Why a dialogue was not encoded."""
    rejection = tokenizer_service_pb2.EncodeRejection(
        reason=_REJECTIONS[rejected.reason], message=rejected.message
    )
    return tokenizer_service_pb2.EncodedItem(item_id=item_id, rejection=rejection)


def _some(items: Sequence[Item]) -> Sequence[Item]:
    if not items:
        raise BadData("The request has no items; send at least one.")
    return items


def _readable_ids(
    item: value_service_pb2.ValueItem | generation_service_pb2.WrittenItem, facts: Facts
) -> tuple[int, ...]:
    ids = tuple(item.token_ids)
    _check_ids(item.item_id, ids, facts.vocabulary_size)
    if len(ids) > facts.context_length:
        raise BadData(
            f"Item {item.item_id} has {len(ids)} tokens, the model reads {facts.context_length}.",
            [item.item_id],
        )
    return ids


def _check_ids(item_id: str, ids: tuple[int, ...], vocabulary: int) -> None:
    if ids and not (min(ids) >= 0 and max(ids) < vocabulary):
        wrong = next(token for token in ids if not 0 <= token < vocabulary)
        raise BadData(
            f"Item {item_id} holds token {wrong}, the model knows 0 to {vocabulary - 1}: the text was"
            " tokenised for"
            " another model.",
            [item_id],
        )
