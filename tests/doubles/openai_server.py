"""A strict stand-in for OpenAI's server: chat completions (whole and streamed) and embeddings, over real HTTP.

It refuses what OpenAI refuses (no key, unknown parameters, schemas that are not strict), and answers as `mode` says:
"right", one of `openai_replies.LIES`, or one of the failures below.
"""

import base64
import hashlib
import json
import random
import re
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.doubles.http_server import serve
from tests.doubles.openai_prompt import read_prompt
from tests.doubles.openai_replies import LIES, right

KEY = "sk-test-0123456789"
FAILURES = (
    "status_401",
    "status_429",
    "status_500",
    "not_json",
    "broken_json",
    "wrong_shape",
    "empty",
    "not_found",
    "cut_off",
    "too_long",
    "too_late",
)
_CHAT = frozenset(
    {"model", "messages", "stream", "stream_options", "response_format", "temperature", "top_p", "n", "stop", "seed"}
    | {"max_tokens", "max_completion_tokens", "user", "presence_penalty", "frequency_penalty"}
)
_NO_SCHEMAS = "{'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\"}"
_ROLES = frozenset({"system", "developer", "user", "assistant"})


class Refused(Exception):
    """A request OpenAI would answer with 400."""


@dataclass
class State:
    """What the tests set and read. `lies` are the texts of untrue claims sent so far."""

    mode: str = "right"
    modes: list[str] = field(default_factory=list)  # used up first, one a call
    takes_schemas: bool = True  # else it is as llama-cpp-python's server, which knows the older JSON mode only
    rewritten: str = "Hvad blev besluttet?"
    seed: int = 1
    requests: list[dict[str, Any]] = field(default_factory=list)
    lies: set[str] = field(default_factory=set)
    release: threading.Event = field(default_factory=threading.Event)  # ends a late answer

    def next_mode(self) -> str:
        return self.modes.pop(0) if self.modes else self.mode


@dataclass
class OpenAIServer:
    url: str
    state: State

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"


@contextmanager
def openai_server(mode: str = "right") -> Iterator[OpenAIServer]:
    """The server while it runs."""
    state = State(mode=mode)
    routes = [
        Route("/v1/chat/completions", _Chat(state), methods=["POST"]),
        Route("/v1/embeddings", _Embeddings(state), methods=["POST"]),
    ]
    with serve(Starlette(routes=routes)) as url:
        try:
            yield OpenAIServer(url, state)
        finally:
            state.release.set()


class _Endpoint:
    def __init__(self, state: State) -> None:
        self.state = state

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        response = self._refusal(request) or self._answer_or_refuse(await request.body())
        await response(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "Incorrect API key provided", "invalid_api_key")
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _error(400, "you must send JSON", "invalid_request_error")
        return None

    def _answer_or_refuse(self, body: bytes) -> Response:
        try:
            data = json.loads(body)
            self.state.requests.append(data)
            return self.answer(data)
        except (Refused, ValueError) as error:
            return _error(400, str(error), "invalid_request_error")

    def answer(self, data: dict[str, Any]) -> Response:
        raise NotImplementedError


class _Chat(_Endpoint):
    def answer(self, data: dict[str, Any]) -> Response:
        if not self.state.takes_schemas and data.get("response_format", {}).get("type") == "json_schema":
            return _error(500, f"1 validation error: {_NO_SCHEMAS}", "internal_server_error")
        _check_chat(data, json_mode=not self.state.takes_schemas)
        mode = self.state.next_mode()
        if mode.startswith("status_"):
            status = int(mode.removeprefix("status_"))
            return _error(status, "refused on request", "test", headers={"retry-after": "60"} if status == 429 else {})
        if mode == "not_json":
            return PlainTextResponse("<html>Bad gateway</html>", media_type="text/html")
        content = self._content(data, mode)
        reason = "length" if mode == "too_long" else "stop"
        if not data.get("stream"):
            return JSONResponse(_completion(data["model"], content, reason))
        return StreamingResponse(self._events(data, content, mode, reason), media_type="text/event-stream")

    def _content(self, data: dict[str, Any], mode: str) -> str:
        form = data.get("response_format", {})
        asked = form.get("json_schema", form).get("schema", {})
        if "question" in asked.get("properties", {}):
            return json.dumps({"question": self.state.rewritten}, ensure_ascii=False)
        special = {
            "empty": '{"found": true, "claims": []}',
            "not_found": '{"found": false, "claims": []}',
            "wrong_shape": '{"answer": "Ja.", "ok": true}',
        }
        if mode in special:
            return special[mode]
        prompt = read_prompt(data["messages"])
        rng = random.Random(f"{self.state.seed}{len(self.state.requests)}")
        lie = LIES.get(mode)
        claims = (lie or right)(prompt, rng)
        if lie is not None:
            self.state.lies |= {claim["text"] for claim in claims}
        content = json.dumps({"found": True, "claims": claims}, ensure_ascii=False)
        return content[: len(content) * 2 // 3] if mode in {"broken_json", "too_long"} else content

    def _events(self, data: dict[str, Any], content: str, mode: str, reason: str) -> Iterator[str]:
        pieces = re.findall(r".{1,17}", content, re.DOTALL)
        for number, piece in enumerate(pieces):
            if mode == "cut_off" and number > len(pieces) // 2:
                raise ConnectionResetError("cut off on request")
            if mode == "too_late" and number == 3:
                self.state.release.wait(30)
            yield _event(data["model"], {"content": piece, "role": "assistant"}, None)
        yield _event(data["model"], {}, reason)
        if data.get("stream_options", {}).get("include_usage"):
            yield f"data: {json.dumps(_chunk(data['model'], [], _usage(content)))}\n\n"
        yield "data: [DONE]\n\n"


class _Embeddings(_Endpoint):
    def answer(self, data: dict[str, Any]) -> Response:
        texts = [data["input"]] if isinstance(data.get("input"), str) else data.get("input")
        if not isinstance(texts, list) or not texts or len(texts) > 2048:
            raise Refused("'input' must be a string or an array of 1 to 2048 strings")
        if not all(isinstance(text, str) and text for text in texts):
            raise Refused("'input' must hold non-empty strings")
        if unknown := data.keys() - {"model", "input", "encoding_format", "dimensions", "user"}:
            raise Refused(f"Unrecognized request argument supplied: {sorted(unknown)}")
        vectors = [_vector(text, data.get("dimensions", 64)) for text in texts]
        if data.get("encoding_format") == "base64":
            encoded: list[Any] = [base64.b64encode(struct.pack(f"<{len(v)}f", *v)).decode() for v in vectors]
        else:
            encoded = list(vectors)
        rows = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(encoded)]
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        return JSONResponse({"object": "list", "model": data["model"], "data": rows, "usage": usage})


def _check_chat(data: dict[str, Any], *, json_mode: bool) -> None:
    if unknown := data.keys() - _CHAT:
        raise Refused(f"Unrecognized request argument supplied: {sorted(unknown)}")
    if not isinstance(data.get("model"), str) or not data["model"]:
        raise Refused("you must provide a model parameter")
    messages = data.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Refused("'messages' must be a non-empty array")
    for message in messages:
        if message.get("role") not in _ROLES or not isinstance(message.get("content"), str):
            raise Refused("a message needs a known role and a text")
    if "stream_options" in data and not data.get("stream"):
        raise Refused("'stream_options' is only allowed when 'stream' is enabled")
    if not 0 <= data.get("temperature", 1) <= 2:
        raise Refused("'temperature' must be between 0 and 2")
    if "max_tokens" in data and "max_completion_tokens" in data:
        raise Refused("'max_tokens' and 'max_completion_tokens' cannot both be set")
    if not (json_mode and data.get("response_format", {}).get("type") == "json_object"):
        _check_format(data.get("response_format"))


def _check_format(asked: dict[str, Any] | None) -> None:
    if asked is None or asked.get("type") == "text":
        return
    if asked.get("type") != "json_schema":
        raise Refused("'response_format.type' must be 'json_schema'")
    schema = asked.get("json_schema", {})
    if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", schema.get("name", "")):
        raise Refused("'response_format.json_schema.name' does not match ^[a-zA-Z0-9_-]+$")
    if schema.get("strict"):
        _check_strict(schema.get("schema", {}))


def _check_strict(schema: dict[str, Any]) -> None:
    """Strict mode: every object closed, every property required."""
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            raise Refused("Invalid schema: 'additionalProperties' is required to be supplied and to be false")
        if set(schema.get("required", ())) != set(schema.get("properties", {})):
            raise Refused("Invalid schema: 'required' must include every key in properties")
    for part in [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), schema.get("items")]:
        if isinstance(part, dict):
            _check_strict(part)


def _vector(text: str, dimensions: int) -> list[float]:
    """A vector that depends on the words alone: texts that share words are near each other."""
    vector = [0.0] * dimensions
    for word in re.findall(r"\w+", text.lower()):
        vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % dimensions] += 1.0
    length = sum(value * value for value in vector) ** 0.5 or 1.0
    return [value / length for value in vector]


def _usage(content: str) -> dict[str, int]:
    return {"prompt_tokens": 1000, "completion_tokens": len(content) // 4, "total_tokens": 1000 + len(content) // 4}


def _completion(model: str, content: str, reason: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": int(time.time()), "model": model,
            "choices": [choice], "usage": _usage(content)}  # fmt: skip


def _chunk(model: str, choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": int(time.time()), "model": model,
            "choices": choices, "usage": usage}  # fmt: skip


def _event(model: str, delta: dict[str, str], reason: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return f"data: {json.dumps(_chunk(model, [choice]), ensure_ascii=False)}\n\n"


def _error(status: int, message: str, code: str, headers: dict[str, str] | None = None) -> Response:
    body = {"error": {"message": message, "type": code, "param": None, "code": code}}
    return JSONResponse(body, status_code=status, headers=headers)
