"""The facade with a language model behind it: real client, real HTTP, a stand-in for the server."""

from pathlib import Path

import pytest

from retrieval.answering.grounding import fold
from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.doubles.openai_server import KEY, openai_server

pytestmark = pytest.mark.xdist_group("samples")
QUESTION = "Hvad besluttede byrådet om klimahandleplanen i september 2023?"


@pytest.mark.parametrize("mode", ["right", "status_500", "broken_json", "cut_off"])
def test_a_person_gets_a_verified_answer_whatever_the_server_does(sample_home: Path, mode: str) -> None:
    with openai_server(mode) as server:
        rooms = open_rooms(load_settings(REFERAT_HOME=sample_home, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=server.base_url))
        answer = rooms.assistant.ask(Query(QUESTION))
        assert answer.found and answer.citations
        assert (answer.engine == "rules") is (mode != "right")
        assert bool(answer.prompt_hash) is (mode == "right")
        for citation in answer.citations:
            text = rooms.store.get(citation.meeting_key).document.text
            assert fold(citation.span.of(text)) == fold(citation.quote)
        rooms.close()


def test_the_time_a_late_model_took_is_part_of_the_answers(sample_home: Path) -> None:
    with openai_server("too_late") as server:
        late = load_settings(
            REFERAT_HOME=sample_home, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=server.base_url, REFERAT_MODEL_SECONDS=0.5
        )
        rooms = open_rooms(late)
        answer = rooms.assistant.ask(Query(QUESTION))
        assert answer.engine == "rules"
        assert answer.latency_ms >= 500
        rooms.close()
