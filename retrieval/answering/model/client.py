"""The only file of this room that speaks to a model's server; foreign errors end here."""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from retrieval.answering.model.schema import object_format, response_format
from retrieval.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI
    from openai import APIStatusError

_ABOUT_THE_FORMAT = re.compile(r"response_format|json_schema")

Message = tuple[str, str]  # role and text


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """Where the model is. `api_key` may be empty where `base_url` names a server that wants none."""

    model: str
    api_key: str
    base_url: str = ""
    max_tokens: int = 1_200  # of one reply
    temperature: float = 0.0


@dataclass(slots=True)
class Usage:
    """Tokens one call took, as the server says; nought where it does not say."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class ChatClient:
    """Chat completions with a JSON schema, streamed. The library behind it is imported at the first call."""

    def __init__(self, server: ModelServer, clock: Callable[[], float]) -> None:
        self.server = server
        self._clock = clock
        self._model: ChatOpenAI | None = None
        self._takes_schemas = True  # until the server says otherwise

    def close(self) -> None:
        """Gives the server's connections back; another call opens new ones."""
        model, self._model = self._model, None
        if model is not None:
            model.root_client.close()

    def prepare(self) -> None:
        """Imports the client library and builds the client, some seconds the first time."""
        _ = self._chat_model().root_client.chat.completions  # the library imports this part only when it is touched

    def stream(
        self, messages: list[Message], shape: type[BaseModel], deadline: float, usage: Usage
    ) -> Generator[str, None, None]:
        """The pieces of a reply as they come; `usage` is filled on the way.

        Raises:
            ModelUnavailable: refused, unreachable, cut off, or not finished at `deadline` (of the injected clock).
        """
        import httpx2
        import openai

        try:
            yield from self._in_a_format_it_takes(messages, shape, deadline, usage)
        except openai.APIStatusError as error:
            raise ModelUnavailable(f"the model's server answered {error.status_code}") from error
        except (openai.OpenAIError, httpx2.HTTPError, OSError) as error:
            raise ModelUnavailable(f"the model's server cannot be used: {type(error).__name__}") from error
        except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
            # what the client libraries raise over an event stream that is not one
            raise ModelUnavailable(f"the model's server answered nonsense: {type(error).__name__}") from error

    def _in_a_format_it_takes(
        self, messages: list[Message], shape: type[BaseModel], deadline: float, usage: Usage
    ) -> Generator[str, None, None]:
        import openai

        if self._takes_schemas:
            try:
                yield from self._pieces(messages, response_format(shape), deadline, usage)
                return
            except openai.APIStatusError as error:  # comes before the first piece
                if not _is_about_the_format(error):
                    raise
                self._takes_schemas = False
        yield from self._pieces(messages, object_format(shape), deadline, usage)

    def _pieces(
        self, messages: list[Message], form: dict[str, object], deadline: float, usage: Usage
    ) -> Generator[str, None, None]:
        left = deadline - self._clock()
        if left <= 0:
            raise ModelUnavailable("no time is left to ask the model")
        finished = False
        # As extra body: given by name, the client library would parse the reply itself and fail on its own terms.
        body: dict[str, object] = {"response_format": form}
        if self.server.base_url:
            body["max_tokens"] = self.server.max_tokens  # other servers ignore the newer name, and write on and on
        for chunk in self._chat_model().stream(messages, timeout=left, extra_body=body):
            if self._clock() > deadline:
                raise ModelUnavailable("the model did not finish in time")
            if chunk.usage_metadata:
                usage.prompt_tokens = max(usage.prompt_tokens, chunk.usage_metadata["input_tokens"])
                usage.completion_tokens = max(usage.completion_tokens, chunk.usage_metadata["output_tokens"])
            finished = finished or chunk.response_metadata.get("finish_reason") == "stop"
            if isinstance(chunk.content, str) and chunk.content:
                yield chunk.content
        if not finished:
            raise ModelUnavailable("the model stopped before it had finished")

    def _chat_model(self) -> "ChatOpenAI":
        if self._model is None:
            from langchain_openai import ChatOpenAI
            from openai import DefaultHttpxClient

            server = self.server
            options: dict[str, Any] = (
                {"base_url": server.base_url} if server.base_url else {"max_completion_tokens": server.max_tokens}
            )
            self._model = ChatOpenAI(
                model=server.model,
                api_key=server.api_key or "none",
                temperature=server.temperature,
                max_retries=0,  # the keyless answer is better than a late one
                use_responses_api=False,  # other servers speak chat completions only
                stream_usage=True,
                http_client=DefaultHttpxClient(),  # the library's own is shared by all of a process and never closed
                **options,
            )
        return self._model


def _is_about_the_format(error: "APIStatusError") -> bool:
    """Whether a server refuses the named schema itself: some know only the older JSON mode."""
    return error.status_code not in {401, 403, 429} and _ABOUT_THE_FORMAT.search(error.message) is not None
