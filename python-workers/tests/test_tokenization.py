"""Text becomes tokens once: masks, steps, templates, and what is rejected."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving_fixtures import CORPUS, Client, refused

from oreo.worker.v1 import sequence_pb2, tokenizer_service_pb2
from oreo_worker.dialogue import Dialogue, EncodedDialogue, RejectedDialogue, Rejection, Turn
from oreo_worker.failures import BadData, NotFound
from oreo_worker.segmentation import StepRule
from oreo_worker.specs import ModelSource
from oreo_worker.text_tokenizer import TextTokenizer, TokenizerShelf, TokenTexts, open_tokenizer
from oreo_worker.tokenization import EncodeLimits, encode
from oreo_worker.tokenizer_training import TokenizerTraining, train_tokenizer

# As in the ChatML family: every turn ends in the end token and a line break.
TEMPLATE = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}"
    "{% if m['role'] == 'assistant' %}<eos>{% endif %}{{ '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
# Drops what an assistant said in earlier turns, as some reasoning models' templates do.
FORGETFUL = (
    "{% for m in messages %}<{{ m['role'] }}>"
    "{% if m['role'] != 'assistant' or loop.last %}{{ m['content'] }}{% endif %}{{ '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
STRICT = "{{ raise_exception('only users may speak') }}"
LINES = EncodeLimits(StepRule(("\n",)))


def _tokenizer(folder: Path, kind: str = "character", template: str = "") -> TextTokenizer:
    trained = train_tokenizer(TokenizerTraining(kind, 300, tuple(CORPUS)))
    if template:
        trained.chat_template = template
    trained.save_pretrained(folder)
    return open_tokenizer(ModelSource(str(folder)))


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> TextTokenizer:
    return _tokenizer(tmp_path_factory.mktemp("tokenizer"), template=TEMPLATE)


def _encode(tokenizer: TextTokenizer, dialogue: Dialogue, limits: EncodeLimits = LINES) -> EncodedDialogue:
    return encode(dialogue, tokenizer, TokenTexts(tokenizer), limits)


def _actions(encoded: EncodedDialogue) -> list[int]:
    return [t for t, action in zip(encoded.token_ids, encoded.action_mask, strict=True) if action]


@pytest.mark.parametrize("kind", ["character", "bpe"])
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_trained_tokenizers_lose_nothing(
    kind: str, text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Texts with characters never seen in training come back as they were."""
    key = f"lossless-{kind}"
    folder = tmp_path_factory.getbasetemp() / key
    tokenizer = open_tokenizer(ModelSource(str(folder))) if folder.is_dir() else _tokenizer(folder, kind)
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_training_is_a_pure_function() -> None:
    for kind in ("character", "bpe"):
        training = TokenizerTraining(kind, 280, tuple(CORPUS))
        first, second = train_tokenizer(training), train_tokenizer(training)
        assert first.get_vocab() == second.get_vocab()


@pytest.mark.parametrize(
    ("training", "words"),
    [
        (TokenizerTraining("character", 0, ()), "empty"),
        (TokenizerTraining("bpe", 100, ("a",)), "at least 259"),
        (TokenizerTraining("word", 0, ("a",)), "character or bpe"),
    ],
)
def test_a_training_that_cannot_be_is_refused(training: TokenizerTraining, words: str) -> None:
    with pytest.raises(BadData, match=words):
        train_tokenizer(training)


def test_what_the_policy_wrote_is_masked_and_split(tokenizer: TextTokenizer) -> None:
    dialogue = Dialogue(
        "d",
        (
            Turn("user", "Q: 1\n", False),
            Turn("assistant", "so\nthen", True),
            Turn("tool", "12\n", False),
            Turn("assistant", "19\n", True),
        ),
        end_token=True,
    )
    encoded = _encode(tokenizer, dialogue)
    assert len(encoded.token_ids) == len(encoded.action_mask) == 19
    assert tokenizer.decode(encoded.token_ids) == "Q: 1\nso\nthen12\n19\n"
    assert tokenizer.decode(_actions(encoded)) == "so\nthen19\n"
    # Steps: "so\n", "then" (an observation follows), "19\n", and the end token.
    assert encoded.step_ends == [8, 12, 18, 19]
    assert encoded.token_ids[-1] == tokenizer.end_token_id and encoded.action_mask[-1]


@settings(max_examples=60, deadline=None)
@given(
    prompt=st.text(alphabet="ab \n1", min_size=1, max_size=9), response=st.text(alphabet="ab \n1", min_size=1)
)
def test_a_prompt_never_depends_on_its_response(tokenizer: TextTokenizer, prompt: str, response: str) -> None:
    turns = (Turn("user", prompt, False), Turn("assistant", response, True))
    for chat in (False, True):
        alone = _encode(tokenizer, Dialogue("p", turns[:1], chat_template=chat, prompt_only=True))
        both = _encode(tokenizer, Dialogue("b", turns, chat_template=chat, end_token=True))
        assert both.token_ids[: len(alone.token_ids)] == alone.token_ids
        assert not any(both.action_mask[: len(alone.token_ids)])
        assert all(both.action_mask[len(alone.token_ids) :])
        assert tokenizer.decode(_actions(both)) == response
        assert both.step_ends[-1] == len(both.token_ids)


def test_a_chat_of_several_turns(tokenizer: TextTokenizer) -> None:
    dialogue = Dialogue(
        "c",
        (
            Turn("user", "1 + 1", False),
            Turn("assistant", "so 2", True),
            Turn("user", "2 + 2", False),
            Turn("assistant", "so 4", True),
        ),
        chat_template=True,
        end_token=True,
    )
    encoded = _encode(tokenizer, dialogue)
    assert tokenizer.decode(_actions(encoded)) == "so 2so 4"
    ends = [t for t in _actions(encoded) if t == tokenizer.end_token_id]
    assert len(ends) == 2
    assert tokenizer.decode(encoded.token_ids) == "<user>1 + 1\n<assistant>so 2\n<user>2 + 2\n<assistant>so 4"


@pytest.mark.parametrize(
    ("dialogue", "limit", "reason", "words"),
    [
        (Dialogue("e", ()), 0, Rejection.EMPTY_RESPONSE, "no turns"),
        (Dialogue("e", (Turn("user", "Q", False),)), 0, Rejection.EMPTY_RESPONSE, "No turn"),
        (
            Dialogue("e", (Turn("user", "Q", False), Turn("assistant", "", True))),
            0,
            Rejection.EMPTY_RESPONSE,
            "No turn",
        ),
        (
            Dialogue("e", (Turn("user", "Q", False), Turn("assistant", "123456", True)), end_token=True),
            7,
            Rejection.TOO_LONG,
            "8 tokens are more than the limit of 7",
        ),
    ],
)
def test_rejections(
    tokenizer: TextTokenizer, dialogue: Dialogue, limit: int, reason: Rejection, words: str
) -> None:
    with pytest.raises(RejectedDialogue, match=words) as caught:
        _encode(tokenizer, dialogue, EncodeLimits(StepRule(("\n",)), limit))
    assert caught.value.reason is reason


def test_a_played_template_that_rewrites_the_past_is_rejected_with_the_first_token(tmp_path: Path) -> None:
    tokenizer = _tokenizer(tmp_path, template=FORGETFUL)
    turns = (
        Turn("user", "1", False),
        Turn("assistant", "so", True),
        Turn("user", "2", False),
        Turn("assistant", "b", True),
    )
    with pytest.raises(RejectedDialogue, match=r"was 's' \(id \d+\), becomes '\\n'") as caught:
        _encode(tokenizer, Dialogue("f", turns, chat_template=True, prompt_only=True))
    assert caught.value.reason is Rejection.NOT_PREFIX_PRESERVING
    learned = _encode(tokenizer, Dialogue("f", turns, chat_template=True))
    assert learned.as_context == 1 and tokenizer.decode(_actions(learned)).strip() == "b"


@pytest.mark.parametrize(("template", "words"), [(STRICT, "only users may speak"), ("", "chat")])
def test_a_template_that_refuses_is_a_rejection(tmp_path: Path, template: str, words: str) -> None:
    tokenizer = _tokenizer(tmp_path, template=template)
    turns = (Turn("user", "1", False), Turn("assistant", "so", True))
    with pytest.raises(RejectedDialogue, match=words) as caught:
        _encode(tokenizer, Dialogue("f", turns, chat_template=True))
    assert caught.value.reason is Rejection.TEMPLATE


def test_a_bad_item_leaves_the_others(client: Client, tmp_path: Path) -> None:
    client.prepare(tmp_path / "model")
    turn = tokenizer_service_pb2.Turn
    items = [
        tokenizer_service_pb2.EncodeItem(
            item_id="good", turns=[turn(text="Q"), turn(text="a\n", action=True)]
        ),
        tokenizer_service_pb2.EncodeItem(item_id="bad", turns=[turn(text="Q")]),
        tokenizer_service_pb2.EncodeItem(item_id="good too", turns=[turn(text="b", action=True)]),
    ]
    reply = client.encode(tmp_path / "model", items)
    assert [item.item_id for item in reply.items] == ["good", "bad", "good too"]
    assert list(reply.items[0].sequence.action_mask) == [False, True, True]
    assert list(reply.items[0].sequence.step_ends) == [3]
    assert reply.items[1].rejection.reason == tokenizer_service_pb2.ENCODE_REJECTION_REASON_EMPTY_RESPONSE
    assert not reply.items[1].HasField("sequence") and not reply.items[0].HasField("rejection")
    # Without a prompt the policy starts from the token that begins a text.
    assert list(reply.items[2].sequence.action_mask) == [False, True]
    assert len(reply.tokenizer_key) == 64
    with refused("BAD_DATA") as refusal:
        client.tokenizer.Decode(
            tokenizer_service_pb2.DecodeRequest(
                directory=str(tmp_path / "model"),
                items=[tokenizer_service_pb2.TokenList(token_ids=[9999])],
            )
        )
    assert "9999" in refusal.failure.message
    with refused("BAD_DATA"):
        client.tokenizer.Encode(
            tokenizer_service_pb2.EncodeRequest(
                directory=str(tmp_path / "model"), step_rule=sequence_pb2.StepRule(delimiters=[" "])
            )
        )


def test_a_tokenizer_is_opened_anew_when_its_files_change(tmp_path: Path) -> None:
    shelf = TokenizerShelf()
    _tokenizer(tmp_path, "character")
    first, first_key = shelf.tokenizer(ModelSource(str(tmp_path)))
    assert shelf.tokenizer(ModelSource(str(tmp_path)))[0] is first
    _tokenizer(tmp_path, "bpe")
    second, second_key = shelf.tokenizer(ModelSource(str(tmp_path)))
    assert second_key != first_key and second.vocabulary_size != first.vocabulary_size


def test_a_missing_tokenizer_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No tokenizer can be read"):
        open_tokenizer(ModelSource(str(tmp_path)))
