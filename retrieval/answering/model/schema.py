"""The shapes asked of the model; turned into our own values at once."""

import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.errors import MalformedReply

Shape = TypeVar("Shape", bound=BaseModel)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceReply(_Shape):
    """Where a statement stands, as the model says."""

    key: str = Field(description="Nøglen på uddraget, for eksempel K1")
    quote: str = Field(description="Ordret citat fra det uddrag")


class ClaimReply(_Shape):
    """One statement with its sources, as the model says."""

    text: str = Field(description="Én sætning til den, der spørger")
    sources: list[SourceReply]


class AnswerReply(_Shape):
    """A whole reply. `claims` is empty where `found` is false."""

    found: bool
    claims: list[ClaimReply]


class RewriteReply(_Shape):
    """A question made complete."""

    question: str


def response_format(shape: type[BaseModel]) -> dict[str, object]:
    """The `response_format` of a chat completion that must have this shape."""
    schema = shape.model_json_schema()
    return {"type": "json_schema", "json_schema": {"name": shape.__name__, "schema": schema, "strict": True}}


def object_format(shape: type[BaseModel]) -> dict[str, object]:
    """The same for servers that know only JSON mode; those of llama.cpp keep to `schema`, others pass over it."""
    return {"type": "json_object", "schema": shape.model_json_schema()}


def read_reply(shape: type[Shape], text: str) -> Shape:
    """The reply as that shape; nothing is mended.

    Raises:
        MalformedReply: it is not JSON of the shape asked for.
    """
    try:
        return shape.model_validate(json.loads(text))
    except (ValueError, ValidationError) as error:
        raise MalformedReply(f"the reply is not the {shape.__name__} asked for") from error


def schema_text() -> str:
    """Both schemas as one text, for the prompt hash."""
    shapes = (AnswerReply, RewriteReply)
    return json.dumps([response_format(shape) for shape in shapes], ensure_ascii=False, sort_keys=True)
