import time
from collections.abc import Callable, Iterator

import pytest

from retrieval.answering.model import ModelAnswer, ModelAnswerer
from retrieval.answering.model.client import ChatClient, ModelServer
from retrieval.model.answers import Language
from tests.answering.minutes import Stored, fjordby, passages, sources
from tests.answering.model.corpus import items_of
from tests.answering.model.purse import Purse
from tests.doubles.openai_server import KEY, OpenAIServer, openai_server


@pytest.fixture(scope="session")
def _server() -> Iterator[OpenAIServer]:
    with openai_server() as server:
        yield server


@pytest.fixture
def server(_server: OpenAIServer) -> OpenAIServer:
    state = _server.state
    state.mode, state.modes, state.seed, state.takes_schemas = "right", [], 1, True
    state.requests.clear()
    state.lies.clear()
    state.release.clear()
    return _server


@pytest.fixture(scope="session")
def client(_server: OpenAIServer) -> Iterator[ChatClient]:
    """One client for all tests: building it costs more than most of them."""
    client = ChatClient(ModelServer(model="stand-in", api_key=KEY, base_url=_server.base_url), time.monotonic)
    yield client
    client.close()


@pytest.fixture
def model(client: ChatClient) -> ModelAnswerer:
    return ModelAnswerer(client, Purse(1.0), time_limit=60)


Ask = Callable[..., ModelAnswer | None]


@pytest.fixture
def ask(model: ModelAnswerer) -> Ask:
    def asks(
        question: str = "Hvad blev besluttet?",
        stored: Stored | None = None,
        by: ModelAnswerer | None = None,
        language: Language = Language.DANISH,
        history: tuple[object, ...] = (),
        **more: object,
    ) -> ModelAnswer | None:
        held = stored or fjordby()
        return (by or model).answer(question, language, history, passages(held), items_of(held), sources(held), **more)  # type: ignore[arg-type]

    return asks
