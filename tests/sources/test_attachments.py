"""Attachments of the publication feed over real HTTP: listed, read within limits, and never in the minutes' text."""

import datetime

import pytest

from retrieval.sources import attachments
from retrieval.sources.ledger import COMING_IN, SourceLedger
from retrieval.sources.port import AttachmentState, LinkedAttachment
from tests.doubles.publication_server import PublicationServer, invented_body
from tests.reading.pdf_pages import flowing, pdf_of
from tests.sources.conftest import Place, Time
from tests.sources.test_publication import feed

REPORT, MAP, PLAN = (f"{digit * 8}-0000-0000-0000-000000000000" for digit in "123")
TITLES = {REPORT: "Rapport om broens tilstand", MAP: "Kort over broen", PLAN: "Plan for arbejdet"}
WORDS = ["Broen er slidt op. Ladestandere ved broen koster 4 mio. kr. i 2032."]


def server() -> PublicationServer:
    made = PublicationServer(files=dict.fromkeys(TITLES, pdf_of([flowing(WORDS, 80)])))
    made.publish(invented_body(attached=TITLES))
    return made


async def kept(place: Place, made: PublicationServer, wanted: int, looks: int = 1) -> tuple[LinkedAttachment, ...]:
    """What is kept after some looks."""
    with made.running() as address:
        source = feed(address, attachments=wanted)
        for _ in range(looks):
            await place.runner(source).once()
        await source.close()
    (info,) = place.store.meetings()
    return place.ledger.attachments_of(place.store.get(info.key).document.fingerprint)


async def test_all_are_listed_with_links_and_none_is_fetched_unless_wanted(place: Place) -> None:
    made = server()
    found = await kept(place, made, 0)
    assert [one.title for one in found] == list(TITLES.values())
    assert all(one.link.endswith(f"/Vis/Pdf/bilag/{number}") for one, number in zip(found, TITLES, strict=True))
    assert {one.state for one in found} == {AttachmentState.LISTED} and not made.requests("bilag")


async def test_as_many_as_wanted_are_read_once_and_stay_out_of_the_minutes(place: Place) -> None:
    made = server()
    found = await kept(place, made, 2, looks=3)
    assert [one.state.value for one in found] == ["read", "read", "listed"]
    assert "Ladestandere" in found[0].text and made.requests("bilag") == 2
    (info,) = place.store.meetings()
    stored = place.store.get(info.key)
    assert "Ladestandere" not in stored.document.text and not stored.meeting.items[0].amounts
    assert [one.title for one in stored.meeting.items[0].attachments] == list(TITLES.values())


async def test_a_personal_number_in_one_is_masked_before_it_is_kept(place: Place) -> None:
    made = server()
    made.files[REPORT] = pdf_of([flowing(["Broen er slidt op. Borger 010190-1234 har klaget."], 80)])
    (found, *_) = await kept(place, made, 1)
    assert "Broen er slidt op" in found.text and "010190" not in found.text


@pytest.mark.parametrize(
    ("fault", "state", "asked"), [("500", "failed", 3), ("404", "failed", 3), ("html", "unusable", 1)]
)
async def test_one_that_does_not_come_holds_up_nothing(place: Place, fault: str, state: str, asked: int) -> None:
    made = server()
    made.broken[REPORT] = fault
    found = await kept(place, made, 3, looks=5)
    assert [one.state.value for one in found] == [state, "read", "read"] and found[0].reason
    assert made.requests(REPORT) == asked and place.ledger.states()[0].failures == 0


async def test_one_that_comes_later_is_read_then(place: Place) -> None:
    made = server()
    made.broken[REPORT] = "500"
    with made.running() as address:
        source = feed(address, attachments=1)
        await place.runner(source).once()
        made.broken.clear()
        await place.runner(source).once()
        await source.close()
    assert place.ledger.count_attachments()[AttachmentState.READ] == 1


async def test_a_large_one_is_not_read_to_its_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 100)
    found = await kept(place, server(), 1)
    assert found[0].state is AttachmentState.UNUSABLE and "above" in found[0].reason


async def test_a_damaged_one_is_told_as_such(place: Place) -> None:
    made = server()
    made.files[REPORT] = b"%PDF-1.7 not really"
    found = await kept(place, made, 1)
    assert found[0].state is AttachmentState.UNUSABLE and "damaged" in found[0].reason


async def test_they_come_at_the_feeds_pace(place: Place) -> None:
    time, made = Time(), server()
    with made.running() as address:
        source = feed(address, time, attachments=3, pace_s=2.0)
        await place.runner(source).once()
        await source.close()
    assert time.now >= 8.0  # the body and three attachments


async def test_those_of_a_closed_item_are_left_alone(place: Place) -> None:
    body = invented_body(attached=TITLES)
    body["Dagsordenpunkter"][0]["IsOpen"] = False
    assert not list(attachments.listed_attachments("https://dagsordener.eksempel.dk", body))


async def test_those_of_a_meeting_taken_down_are_erased(place: Place) -> None:
    await kept(place, server(), 1)
    place.ingester.withdraw(place.store.meetings()[0].key)
    later = SourceLedger(place.store.engine, lambda: datetime.datetime.now(datetime.UTC) + 2 * COMING_IN)
    assert (place.ledger.drop_attachments(), later.drop_attachments()) == (0, 3)
    assert not later.count_attachments()
