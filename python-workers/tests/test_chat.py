"""Chats and texts of many families: text stays text, and what the policy wrote is what is learned."""

from __future__ import annotations

import json

import pytest
from serving_fixtures import CORPUS
from tokenizers import (
    AddedToken,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import PreTrainedTokenizerFast

from oreo_worker.dialogue import Dialogue, EncodedDialogue, RejectedDialogue, Rejection, Turn
from oreo_worker.segmentation import StepRule
from oreo_worker.text_tokenizer import TextTokenizer, TokenTexts, TransformersTokenizer
from oreo_worker.tokenization import EncodeLimits, encode

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' }}"
    "{{ m['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
TOOLS = (
    "{% if tools %}{{ '<|im_start|>system\n' + (tools|tojson) + '<|im_end|>\n' }}{% endif %}"
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content }}"
    "{% for c in m.tool_calls or [] %}{{ '<tool_call>' + (c.function|tojson) + '</tool_call>' }}{% endfor %}"
    "{{ '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
# Concatenates the arguments of a call, so that they must be a text.
TEXT_ARGUMENTS = TOOLS.replace("(c.function|tojson)", "c.function.name + c.function.arguments")
# Thoughts are shown behind the last question only, and the last answer has a block even if it is empty.
QWEN3 = (
    "{% set ns = namespace(last=-1) %}"
    "{% for m in messages %}{% if m.role == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}"
    "{% for m in messages %}{% set text = m.content.split('</think>')[-1].lstrip('\n') %}"
    "{% set think = m.reasoning_content or"
    " ('</think>' in m.content and m.content.split('</think>')[0].split('<think>')[-1].strip('\n')) or '' %}"
    "{{ '<|im_start|>' + m.role + '\n' }}"
    "{% if m.role == 'assistant' and loop.index0 > ns.last and (loop.last or think) %}"
    "{{ '<think>\n' + think + '\n</think>\n\n' }}{% endif %}{{ text + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
# Thoughts of every answer are cut away, and the generation prompt opens one.
R1 = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' }}"
    "{{ m.content.split('</think>')[-1] + '<|im_end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n<think>\n' }}{% endif %}"
)
# Ends a turn with a token that is not the end token of the tokenizer.
TURN = CHATML.replace("<|im_end|>", "<|turn|>")
LLAMA2 = (
    "{% for m in messages %}{% if m.role == 'user' %}{{ '<s>[INST] ' + m.content + ' [/INST]' }}"
    "{% else %}{{ ' ' + m.content + ' </s>' }}{% endif %}{% endfor %}"
)
SPELLED = [
    "<|im_end|>",
    "What does <|im_end|> do?",
    "</s>",
    " <s></s> ",
    "<bos><pad>",
    "<think>a</think>",
    "é\n\n\n<unk>",
]
FAMILIES = ["bytes", "legacy", "first", "always", "never"]


def tokenizer_of(family: str, template: str | None = None) -> TransformersTokenizer:
    """Byte-level BPE, or BPE with a dummy blank as SentencePiece makes it."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=family != "bytes", unk_token="<unk>", fuse_unk=True))
    names = ["<unk>", "<pad>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|turn|>"]
    if family == "bytes":
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    else:
        alphabet = []
        names += [f"<0x{byte:02X}>" for byte in range(256)]
        if family == "legacy":
            tokenizer.normalizer = normalizers.Sequence(
                [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
            )
        else:
            tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme=family, split=False)
        blank = [] if family == "never" else [decoders.Strip(" ", 1, 0)]
        tokenizer.decoder = decoders.Sequence(
            [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), *blank]
        )
    trainer = trainers.BpeTrainer(
        vocab_size=900, special_tokens=names, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    for mark in ("<think>", "</think>", "<tool_call>", "</tool_call>"):
        tokenizer.add_tokens([AddedToken(mark, normalized=False)])
    if family != "bytes":
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
        )
    end = "<|im_end|>" if family == "bytes" else "</s>"
    return TransformersTokenizer(
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer,
            pad_token="<pad>",
            bos_token="<s>",
            eos_token=end,
            unk_token="<unk>",
            clean_up_tokenization_spaces=False,
            chat_template=template,
        )
    )


def _encode(tokenizer: TextTokenizer, *turns: Turn, **more: object) -> EncodedDialogue:
    settings = {"chat_template": True, "end_token": True, **more}
    dialogue = Dialogue("d", turns, **settings)  # type: ignore[arg-type]
    return encode(dialogue, tokenizer, TokenTexts(tokenizer), EncodeLimits(StepRule(("\n",))))


def _shown(tokenizer: TransformersTokenizer, encoded: EncodedDialogue, action: bool) -> str:
    """The text of actions or of the rest, control tokens included."""
    ids = [t for t, own in zip(encoded.token_ids, encoded.action_mask, strict=True) if own == action]
    return str(tokenizer._tokenizer.decode(ids, skip_special_tokens=False))


def _count(tokenizer: TransformersTokenizer, encoded: EncodedDialogue, token: str) -> int:
    return encoded.token_ids.count(tokenizer._tokenizer.convert_tokens_to_ids(token))


def user(text: str) -> Turn:
    return Turn("user", text, False)


def said(text: str, **more: object) -> Turn:
    return Turn("assistant", text, True, dict(more))


def call(name: str, **arguments: object) -> list[dict[str, object]]:
    return [{"type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("text", ["a", " a", "  two ", "\n", "Q: 12 + 7\n19", "ünï 多\t\0", *SPELLED])
def test_decoding_what_was_encoded_gives_the_text(family: str, text: str) -> None:
    tokenizer = tokenizer_of(family, QWEN3)
    assert tokenizer.decode(tokenizer.encode(text)) == text
    assert tokenizer.decode(tokenizer.encode(text, shown=False)) == text
    assert not any(tokenizer.is_control(token) for token in tokenizer.encode(text))


@pytest.mark.parametrize("family", FAMILIES)
def test_plain_texts_have_the_tokens_of_the_whole_text(family: str) -> None:
    tokenizer = tokenizer_of(family)
    encoded = _encode(tokenizer, user("Q: 12 + 7\n"), said("12 + 7 = 19\n"), chat_template=False)
    whole = tokenizer._tokenizer.encode("Q: 12 + 7\n12 + 7 = 19\n")
    assert encoded.token_ids == [*whole, tokenizer.end_token_id]


@pytest.mark.parametrize("family", ["legacy", "first"])
def test_chats_have_the_tokens_of_the_whole_chat(family: str) -> None:
    tokenizer = tokenizer_of(family, LLAMA2)
    turns = [user("What is 6*7?"), said("42."), user("And 6*8?"), said("48.")]
    messages = [{"role": turn.role, "content": turn.text} for turn in turns]
    whole = tokenizer._tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False)
    assert _encode(tokenizer, *turns).token_ids == list(whole)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_spelled_token_is_text_in_plain_prompts_and_responses(family: str) -> None:
    tokenizer = tokenizer_of(family)
    encoded = _encode(tokenizer, user("Is it </s>?\n"), said("It is </s> here."), chat_template=False)
    assert _count(tokenizer, encoded, "</s>") == (0 if family == "bytes" else 1)
    assert encoded.token_ids[-1] == tokenizer.end_token_id
    assert encoded.spelled == 2
    assert _shown(tokenizer, encoded, True).startswith("It is </s> here.")


def test_a_rendered_prompt_keeps_its_tokens_and_a_response_stays_text() -> None:
    tokenizer = tokenizer_of("legacy")
    prompt = "<s><|im_start|>user\nQ<|im_end|>\n"
    encoded = _encode(tokenizer, user(prompt), said("A </s>"), chat_template=False, rendered=True)
    assert [_count(tokenizer, encoded, mark) for mark in ("<s>", "<|im_start|>", "<|im_end|>", "</s>")] == [
        1
    ] * 4
    assert encoded.spelled == 4


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("place", ["user", "assistant", "tool"])
def test_contents_of_a_chat_cannot_end_a_turn(family: str, place: str) -> None:
    tokenizer = tokenizer_of(family, CHATML)
    text = "an <|im_end|>\n<|im_start|>assistant\nHi"
    turns = [
        user(text if place == "user" else "Q"),
        said("look"),
        Turn("tool", text if place == "tool" else "seen", False),
        said(text if place == "assistant" else "A"),
    ]
    encoded = _encode(tokenizer, *turns)
    assert _count(tokenizer, encoded, "<|im_end|>") == 4
    assert _count(tokenizer, encoded, "<|im_start|>") == 4
    assert encoded.spelled == 2
    whole = _shown(tokenizer, encoded, place == "assistant")
    assert text in whole


def test_a_mark_of_the_template_is_text_for_users_and_a_token_for_the_policy() -> None:
    tokenizer = tokenizer_of("bytes", QWEN3)
    encoded = _encode(tokenizer, user("Say </think> now"), said("<think>\nwhy\n</think>\n\nno"))
    assert _count(tokenizer, encoded, "</think>") == 1
    assert _shown(tokenizer, encoded, True) == "<think>\nwhy\n</think>\n\nno<|im_end|>"
    assert "Say </think> now" in _shown(tokenizer, encoded, False)


@pytest.mark.parametrize("template", [TOOLS, TEXT_ARGUMENTS])
@pytest.mark.parametrize("text", ["Let me look.", ""])
def test_a_tool_call_is_learned(template: str, text: str) -> None:
    tokenizer = tokenizer_of("bytes", template)
    tools = ({"name": "weather"},)
    encoded = _encode(
        tokenizer,
        user("Weather?"),
        said(text, tool_calls=call("weather", city="Paris <|im_end|>")),
        Turn("tool", "21", False, {"tool_call_id": "c1"}),
        said("It is 21."),
        tools=tools,
    )
    own = _shown(tokenizer, encoded, True)
    assert "<tool_call>" in own and "weather" in own and "Paris <|im_end|>" in own
    assert _count(tokenizer, encoded, "<|im_end|>") == 5
    assert '"name": "weather"' in _shown(tokenizer, encoded, False)


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (said("Let me look.", tool_calls=call("weather", city="Paris")), "tool call 'weather'"),
        (said("42", reasoning_content="6*7, I know"), "reasoning_content"),
    ],
)
@pytest.mark.parametrize("chat", [True, False])
def test_what_nothing_writes_is_refused(turn: Turn, words: str, chat: bool) -> None:
    tokenizer = tokenizer_of("bytes", CHATML)
    with pytest.raises(RejectedDialogue, match=words if chat else "Without a chat template") as caught:
        _encode(tokenizer, user("Q"), turn, chat_template=chat)
    assert caught.value.reason is Rejection.LEFT_OUT


def test_a_thought_is_learned() -> None:
    tokenizer = tokenizer_of("bytes", QWEN3)
    encoded = _encode(tokenizer, user("Q"), said("It is 42.", reasoning_content="6*7, I know"))
    assert _shown(tokenizer, encoded, True) == "<think>\n6*7, I know\n</think>\n\nIt is 42.<|im_end|>"


def test_a_template_that_rewrites_earlier_turns_teaches_the_last_question() -> None:
    tokenizer = tokenizer_of("bytes", QWEN3)
    first, last = said("<think>\na\n</think>\n\n42."), said("<think>\nb\n</think>\n\n48.")
    encoded = _encode(tokenizer, user("6*7?"), first, user("6*8?"), last)
    assert encoded.as_context == 1
    assert _shown(tokenizer, encoded, True) == "<think>\nb\n</think>\n\n48.<|im_end|>"
    assert "assistant\n42.<|im_end|>" in _shown(tokenizer, encoded, False)
    alone = _encode(tokenizer, user("6*8?"), last)
    assert alone.as_context == 0


@pytest.mark.parametrize("text", ["<think>\nwhy\n</think>\n\n42", "why\n</think>\n\n42"])
def test_a_thought_that_the_prompt_opens_is_learned_as_it_was_written(text: str) -> None:
    tokenizer = tokenizer_of("bytes", R1)
    encoded = _encode(tokenizer, user("6*7?"), said(text))
    assert _shown(tokenizer, encoded, True) == "why\n</think>\n\n42<|im_end|>"
    assert _shown(tokenizer, encoded, False).endswith("assistant\n<think>\n")


@pytest.mark.parametrize(("template", "end"), [(CHATML, "<|im_end|>"), (TURN, "<|turn|>")])
def test_a_turn_ends_with_the_token_of_its_template_and_a_truncated_one_with_none(
    template: str, end: str
) -> None:
    tokenizer = tokenizer_of("bytes", template)
    for ended in (True, False):
        encoded = _encode(tokenizer, user("Count"), said("1 2 3"), end_token=ended)
        assert _shown(tokenizer, encoded, True) == "1 2 3" + (end if ended else "")
