"""The stand-in is worth its likeness: it refuses what OpenAI refuses and serves the real clients."""

from typing import Any

import httpx
import pytest

from retrieval.answering.model.schema import AnswerReply, response_format
from retrieval.index.embeddings import build_embeddings
from tests.doubles.openai_server import KEY, OpenAIServer

MESSAGES = [{"role": "user", "content": "Hej"}]
OPEN = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": {"type": "object"}}}


def post(server: OpenAIServer, path: str, body: dict[str, Any], key: str = KEY) -> httpx.Response:
    return httpx.post(f"{server.base_url}/{path}", json=body, headers={"Authorization": f"Bearer {key}"})


@pytest.mark.parametrize(
    "body",
    [
        {"messages": MESSAGES},
        {"model": "m", "messages": []},
        {"model": "m", "messages": [{"role": "robot", "content": "x"}]},
        {"model": "m", "messages": MESSAGES, "max_token": 3},
        {"model": "m", "messages": MESSAGES, "max_tokens": 3, "max_completion_tokens": 3},
        {"model": "m", "messages": MESSAGES, "stream_options": {"include_usage": True}},
        {"model": "m", "messages": MESSAGES, "response_format": OPEN},
        {"model": "m", "messages": MESSAGES, "temperature": 3},
    ],
)
def test_a_wrong_request_is_refused(server: OpenAIServer, body: dict[str, Any]) -> None:
    assert post(server, "chat/completions", body).status_code == 400


def test_a_wrong_key_is_refused(server: OpenAIServer) -> None:
    assert post(server, "chat/completions", {"model": "m", "messages": MESSAGES}, key="other").status_code == 401


def test_the_schema_we_send_is_strict(server: OpenAIServer) -> None:
    body = {"model": "m", "messages": MESSAGES, "response_format": response_format(AnswerReply)}
    reply = post(server, "chat/completions", body)
    assert reply.json()["choices"][0]["message"]["content"] == '{"found": true, "claims": []}'


def test_the_real_embedding_client_gets_vectors(server: OpenAIServer) -> None:
    client = build_embeddings("openai:e", api_key=KEY, base_url=server.base_url)
    near, far, asked = client.embed_documents(["ny skole i havnen", "affald og klima", "skole i havnen"])
    client.close()
    similar = [sum(a * b for a, b in zip(asked, other, strict=True)) for other in (near, far)]
    assert similar[0] > similar[1]
