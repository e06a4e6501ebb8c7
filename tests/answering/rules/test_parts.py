"""A decision that took the points of a recommendation apart is told point by point, never as one approval."""

from collections.abc import Iterator

import pytest

from retrieval.answering.rules.outcomes import is_decided_in_part, outcome_sentence
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Language, Query
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms
from tests.answering.minutes import Stored

MINUTES = """Referat Teknik- og Byudvalget d. 04-03-2025

Punkt 1: Ny sti langs Mølleåen

25/101

Indstilling

Forvaltningen indstiller, at Teknik- og Byudvalget godkender
1. at stien anlægges.
2. at broen fornyes.
3. at der optages lån.

Beslutning

{decision}

Sagsfremstilling

Stien bliver 3 km lang og følger åen.

Punkt 2: Orientering om vintertjenesten

25/102

Beslutning

Orientering givet.
"""


def source_of(decision: str) -> Source:
    document = read_bytes("referat.txt", MINUTES.format(decision=decision).encode())
    meeting = parse(document)
    return Source(Stored("key", document, meeting), meeting.items[0])


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("1. godkendt, 2. udsat.", "nr. 1 godkendt; nr. 2 udsat"),
        ("Pkt. 1 godkendt. Pkt. 2 udsat.", "nr. 1 godkendt; nr. 2 udsat"),
        ("Ad 1-2: Godkendt. Ad 3: Forkastet.", "nr. 1-2 godkendt; nr. 3 afvist"),
        ("Pkt. 1 og 2 anbefales. Pkt. 3 anbefales ikke.", "nr. 1 og 2 anbefalet videre; nr. 3 ikke anbefalet"),
        ("1.-2. Godkendt.\n3. Sendes tilbage til forvaltningen.", "nr. 1-2 godkendt; nr. 3 sendt tilbage"),
    ],
)
def test_points_of_different_fates_are_told_one_by_one(decision: str, told: str) -> None:
    assert told in outcome_sentence(Language.DANISH, source_of(decision))


@pytest.mark.parametrize(
    "decision",
    [
        "Godkendt med undtagelse af pkt. 3.",
        "Teknik- og Byudvalget godkendte indstillingen, dog udsættes pkt. 3.",
        "Teknik- og Byudvalget godkendte punkt 1-2 og udsatte punkt 3.",
        "Teknik- og Byudvalget godkender indstillingen for projekt 1 og 2. Projekt 3 forkastes.",
    ],
)
def test_an_approval_that_leaves_something_out_is_told_as_one_of_a_part(decision: str) -> None:
    assert "kun en del" in outcome_sentence(Language.DANISH, source_of(decision))


@pytest.mark.parametrize(
    "decision",
    [
        "Teknik- og Byudvalget godkendte indstillingen.",
        "1. godkendt. 2. godkendt med den tilføjelse, at broen males.",
        "Udvalgsmedlem Bo Lind (V) foreslog, at projekt 3 udsættes. Forslaget faldt. Indstillingen godkendt.",
    ],
)
def test_a_whole_approval_is_none_of_a_part(decision: str) -> None:
    assert not is_decided_in_part(source_of(decision))


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    home = tmp_path_factory.mktemp("parts")
    source = home / "referat.txt"
    source.write_text(MINUTES.format(decision="1. godkendt, 2. udsat, 3. forkastet."), encoding="utf-8")
    held = open_rooms(load_settings(REFERAT_HOME=home / "state", OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    held.ingester.ingest_paths([source])
    yield held
    held.close()


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Blev stien langs Mølleåen godkendt?", ["Delvist.", "nr. 1 godkendt; nr. 2 udsat; nr. 3 afvist"]),
        (
            "Hvad blev besluttet om stien langs Mølleåen?",
            ["»1. godkendt, 2. udsat, 3. forkastet.«"],
        ),
        ("Opsummer mødet den 4. marts 2025", ["Nr. 1 godkendt; nr. 2 udsat; nr. 3 afvist"]),
        ("Hvad er der sket i sag 25/101?", ["nr. 1 godkendt; nr. 2 udsat; nr. 3 afvist"]),
        ("Was the path along Mølleåen approved?", ["In part.", "part 1 approved; part 2 postponed; part 3 rejected"]),
    ],
)
def test_an_answer_tells_each_part_with_the_decisions_words(rooms: Rooms, question: str, facts: list[str]) -> None:
    answer = rooms.assistant.ask(Query(question))
    assert answer.found and not answer.dropped
    for fact in facts:
        assert fact in answer.text, answer.text
