"""GenerationService, ValueService and TokenizerService: unpack, call, pack, in bounded chunks."""

from __future__ import annotations

from collections.abc import Iterator

import grpc

from oreo.worker.v1 import (
    generation_service_pb2,
    generation_service_pb2_grpc,
    tokenizer_service_pb2,
    tokenizer_service_pb2_grpc,
    value_service_pb2,
    value_service_pb2_grpc,
)
from oreo_worker import codec
from oreo_worker.decoder import CachedDecoder, Decoder, RecomputingDecoder
from oreo_worker.dialogue import RejectedDialogue
from oreo_worker.failures import BadData
from oreo_worker.generation import Continuer, generate
from oreo_worker.models import HuggingFaceCausalModel, Policy, next_token_logits
from oreo_worker.rpc import cancelled, log, streaming, unary
from oreo_worker.scoring import estimate_values, sum_log_probs
from oreo_worker.specs import ModelSource
from oreo_worker.state import WorkerState
from oreo_worker.text_tokenizer import TextTokenizer, TokenTexts
from oreo_worker.tokenization import EncodeLimits, encode

# Replies of one message.
CHUNK = 256


class GenerationServer(generation_service_pb2_grpc.GenerationServiceServicer):
    """Continues prefixes."""

    def __init__(self, state: WorkerState) -> None:
        self._state = state

    def Generate(
        self, request: generation_service_pb2.GenerateRequest, context: grpc.ServicerContext
    ) -> Iterator[generation_service_pb2.GenerateResponse]:
        """Continues all prefixes of one batch."""
        return streaming(self._state, context, self._generate(request, context))

    def _generate(
        self, request: generation_service_pb2.GenerateRequest, context: grpc.ServicerContext
    ) -> Iterator[generation_service_pb2.GenerateResponse]:
        gone = cancelled(context)
        policy, texts = self._state.policy(request.model_id)
        prefixes = codec.prefixes(request, policy.facts.vocabulary_size)
        stop = codec.stop_rule(request.stop, policy.facts.context_length)
        waves = generate(
            _continuer(policy, texts, self._state), prefixes, codec.sampler(request.sampler), stop, gone
        )
        tokens = 0
        while True:
            with self._state.model_work(gone):
                completions = next(waves, None)
            if completions is None:
                break
            tokens += sum(len(completion.token_ids) for completion in completions)
            for begin in range(0, len(completions), CHUNK):
                yield generation_service_pb2.GenerateResponse(
                    completions=[
                        codec.completion_message(c, policy.tokenizer.decode(c.token_ids))
                        for c in completions[begin : begin + CHUNK]
                    ]
                )
        log.info("generated %d tokens for %d items", tokens, len(prefixes))

    def ScoreActions(
        self, request: generation_service_pb2.ScoreActionsRequest, context: grpc.ServicerContext
    ) -> Iterator[generation_service_pb2.ScoreActionsResponse]:
        """log pi of the action tokens, summed up to chosen states of each item."""
        return streaming(self._state, context, self._score(request, context))

    def _score(
        self, request: generation_service_pb2.ScoreActionsRequest, context: grpc.ServicerContext
    ) -> Iterator[generation_service_pb2.ScoreActionsResponse]:
        gone = cancelled(context)
        policy, _ = self._state.policy(request.model_id)
        items = codec.written_items(request, policy.facts)
        with self._state.model_work(gone):
            sums = sum_log_probs(policy.model, items, self._state.device, gone)
        for begin in range(0, len(items), CHUNK):
            pairs = zip(items[begin : begin + CHUNK], sums[begin : begin + CHUNK], strict=True)
            yield generation_service_pb2.ScoreActionsResponse(
                scores=[codec.scores_message(item, found) for item, found in pairs]
            )
        log.info("scored the actions of %d items", len(items))


class ValueServer(value_service_pb2_grpc.ValueServiceServicer):
    """Estimates values."""

    def __init__(self, state: WorkerState) -> None:
        self._state = state

    def EstimateValues(
        self, request: value_service_pb2.EstimateValuesRequest, context: grpc.ServicerContext
    ) -> Iterator[value_service_pb2.EstimateValuesResponse]:
        """V at chosen states of each item."""
        return streaming(self._state, context, self._estimate(request, context))

    def _estimate(
        self, request: value_service_pb2.EstimateValuesRequest, context: grpc.ServicerContext
    ) -> Iterator[value_service_pb2.EstimateValuesResponse]:
        gone = cancelled(context)
        loaded = self._state.critic(request.model_id)
        items = codec.scored_items(request, loaded.facts)
        with self._state.model_work(gone):
            values = estimate_values(loaded.critic, items, self._state.device, gone)
        for begin in range(0, len(items), CHUNK):
            pairs = zip(items[begin : begin + CHUNK], values[begin : begin + CHUNK], strict=True)
            yield value_service_pb2.EstimateValuesResponse(
                values=[codec.values_message(item, found) for item, found in pairs]
            )
        log.info("estimated values of %d items", len(items))


class TokenizerServer(tokenizer_service_pb2_grpc.TokenizerServiceServicer):
    """Turns text into tokens and back."""

    def __init__(self, state: WorkerState) -> None:
        self._state = state

    def Encode(
        self, request: tokenizer_service_pb2.EncodeRequest, context: grpc.ServicerContext
    ) -> tokenizer_service_pb2.EncodeResponse:
        """Encodes dialogues; a bad item is a rejection."""

        def run() -> tokenizer_service_pb2.EncodeResponse:
            tokenizer, key = self._tokenizer(request.directory, request.tokenizer_loader)
            limits = EncodeLimits(codec.step_rule(request.step_rule), request.max_length)
            texts = TokenTexts(tokenizer)
            items = [_encoded(item, tokenizer, texts, limits) for item in request.items]
            return tokenizer_service_pb2.EncodeResponse(items=items, tokenizer_key=key)

        return unary(self._state, context, run)  # type: ignore[no-any-return]

    def Decode(
        self, request: tokenizer_service_pb2.DecodeRequest, context: grpc.ServicerContext
    ) -> tokenizer_service_pb2.DecodeResponse:
        """Decodes tokens, without special tokens."""

        def run() -> tokenizer_service_pb2.DecodeResponse:
            tokenizer, _ = self._tokenizer(request.directory, request.tokenizer_loader)
            for index, item in enumerate(request.items):
                wrong = [t for t in item.token_ids if not 0 <= t < tokenizer.vocabulary_size]
                if wrong:
                    raise BadData(
                        f"Item {index} holds token {wrong[0]}, the tokenizer knows"
                        f" {tokenizer.vocabulary_size} tokens: the"
                        " text was tokenised with another tokenizer."
                    )
            texts = [tokenizer.decode(list(item.token_ids)) for item in request.items]
            return tokenizer_service_pb2.DecodeResponse(texts=texts)

        return unary(self._state, context, run)  # type: ignore[no-any-return]

    def _tokenizer(self, directory: str, loader: str) -> tuple[TextTokenizer, str]:
        if not directory:
            raise BadData("directory is empty; name the model directory whose tokenizer is used.")
        return self._state.shelf.tokenizer(ModelSource(directory=directory, tokenizer_loader=loader))


def _encoded(
    item: tokenizer_service_pb2.EncodeItem, tokenizer: TextTokenizer, texts: TokenTexts, limits: EncodeLimits
) -> tokenizer_service_pb2.EncodedItem:
    try:
        return codec.encoded_message(item.item_id, encode(codec.dialogue(item), tokenizer, texts, limits))
    except RejectedDialogue as rejected:
        return codec.rejection_message(item.item_id, rejected)


def _continuer(policy: Policy, texts: TokenTexts, state: WorkerState) -> Continuer:
    def new_decoder() -> Decoder:
        if isinstance(policy.model, HuggingFaceCausalModel) and not policy.without_cache:
            return CachedDecoder(policy.model.network)
        return RecomputingDecoder(next_token_logits(policy.model), state.device)

    return Continuer(new_decoder, frozenset(policy.facts.end_token_ids), texts, state.device)
