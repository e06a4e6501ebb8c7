"""The publication feed over real HTTP, well and badly behaved."""

import asyncio
import datetime

import pytest

from retrieval.ingest import Outcome
from retrieval.sources.fetching import Fetcher
from retrieval.sources.publication import PublicationSource
from tests.doubles.publication_server import REAL, PublicationServer, invented_body, real_bodies
from tests.sources.conftest import TODAY, Place, Time


def feed(address: str, time: Time | None = None, **options: object) -> PublicationSource:
    time = time or Time()
    allowed, timeout_s = bool(options.pop("allow_private", True)), float(str(options.pop("timeout_s", 30.0)))
    fetch = Fetcher(address, allow_private=allowed, timeout_s=timeout_s)
    return PublicationSource(url=address, fetch=fetch, sleep=time.sleep, today=lambda: TODAY, **options)  # type: ignore[arg-type]


async def test_meetings_come_in_once_and_again_when_their_words_change(place: Place) -> None:
    server = PublicationServer()
    number = server.publish(invented_body())
    with server.running() as address:
        source = feed(address)
        runner = place.runner(source)
        assert [await runner.once(), await runner.once()] == [1, 0]  # though the body's order and marks vary
        server.bodies[number]["Dagsordenpunkter"][0]["Felter"][0]["Html"] = "<h3>Beslutning</h3><span>Udsat.</span>"
        assert await runner.once() == 1  # though the list says nothing of it
        await source.close()
    assert [result.change for result in place.came] == [Outcome.NEW, Outcome.CHANGED]
    assert place.store.meetings()[0].committee == "Broudvalget"


async def test_minutes_replace_their_agenda_under_another_id(place: Place) -> None:
    server = PublicationServer()
    agenda = server.publish(invented_body(done=False))
    with server.running() as address:
        source = feed(address)
        runner = place.runner(source)
        await runner.once()
        server.publish(invented_body())
        server.broken[agenda] = "500"  # still listed, but its id is dead
        await runner.once()
        await source.close()
    held = place.store.meetings()
    assert [result.change for result in place.came] == [Outcome.NEW, Outcome.CHANGED]
    assert len(held) == 1 and held[0].kind.value == "minutes"
    assert place.ledger.states()[0].failures == 0


async def test_a_host_that_wants_a_session_gets_one(place: Place) -> None:
    server = PublicationServer(needs_session=True)
    server.publish(invented_body())
    with server.running() as address:
        source = feed(address)
        await place.runner(source).once()
        await source.close()
    assert place.count(Outcome.NEW) == 1 and server.requests("udvalgsliste") == 2 and server.asked.count("/") == 1


@pytest.mark.parametrize("fault", ["cut", "html", "other", "403", "slow"])
async def test_a_bad_body_is_set_aside_told_and_fetched_again(place: Place, fault: str) -> None:
    server = PublicationServer()
    bad = server.publish(invented_body(date="2031-03-04"))
    server.publish(invented_body(date="2031-03-05"))
    server.broken[bad] = fault
    with server.running() as address:
        source = feed(address, timeout_s=0.2)
        runner = place.runner(source)
        await runner.once()
        assert len(place.store.meetings()) == 1
        assert place.store.set_asides()[0].name.startswith("2031-03-04_broudvalget")
        server.broken.clear()
        await runner.once()
        await source.close()
    assert len(place.store.meetings()) == 2 and not place.store.set_asides()


@pytest.mark.parametrize("fault", ["403", "429"])
async def test_a_feed_that_refuses_its_meetings_is_not_asked_for_them_all(place: Place, fault: str) -> None:
    server = PublicationServer()
    for day in range(1, 9):
        server.broken[server.publish(invented_body(date=f"2031-03-0{day}"))] = fault
    with server.running() as address:
        source = feed(address)
        await place.runner(source).once()
        assert server.requests("dagsorden/") == 3
        assert fault in place.ledger.states()[0].error
        server.broken.clear()
        await place.runner(source).once()
        await source.close()
    assert place.count(Outcome.NEW) == 8 and not place.store.set_asides()


async def test_a_day_of_a_failing_feed_misses_no_meeting(place: Place) -> None:
    """Twenty-four hours of the injected clock: the feed is down, comes back, fails for bodies, comes back."""
    server, time = PublicationServer(), Time()
    for day in range(1, 6):
        server.publish(invented_body(date=f"2030-12-0{day}"))  # older than what is looked at again and again
    with server.running() as address:
        source, stopping = feed(address, time, pace_s=0.0), asyncio.Event()
        server.down = True

        async def sleep(seconds: float) -> None:
            await time.sleep(seconds)
            server.down = time.now < 8 * 3600
            for number in server.bodies:
                server.broken[number] = "500" if time.now < 16 * 3600 else ""
            if time.now > 24 * 3600:
                stopping.set()
            await asyncio.sleep(0)

        source.sleep = sleep
        await asyncio.wait_for(place.runner(source).run(stopping), 60)
        await source.close()
    assert len(place.store.meetings()) == 5 and place.count(Outcome.NEW) == 5
    state = place.ledger.states()[0]
    assert state.failures == 0 and "none of 5 meetings" in state.error
    assert server.requests("udvalgsliste") < 24 * 3600 / 900 * 4


async def test_old_meetings_rows_without_id_and_odd_lists_are_left_out(place: Place) -> None:
    server = PublicationServer()
    server.publish(invented_body(date="2029-01-01"))
    server.publish(invented_body(), number="00000000-0000-0000-0000-000000000000")
    server.publish(invented_body(), number="../../etc/passwd")
    with server.running() as address:
        source = feed(address)
        assert await place.runner(source).once() == 0
        assert server.requests("dagsorden") == 0
        server.broken["list"] = "other"
        server.listed.clear()
        assert await place.runner(source).once() == 0
        await source.close()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:9", "only https"),
        ("https://127.0.0.1:9", "private address"),
        ("https://[::1]:9", "private address"),
        ("https://localhost:9", "private address"),
        ("https://169.254.169.254", "private address"),
    ],
)
async def test_private_addresses_are_refused_unless_allowed(place: Place, address: str, told: str) -> None:
    await place.runner(feed(address, allow_private=False)).once()
    assert told in place.ledger.states()[0].error


async def test_it_is_not_led_to_another_host(place: Place) -> None:
    server = PublicationServer(broken={"list": "redirect"})
    with server.running() as address:
        source = feed(address)
        await place.runner(source).once()
        await source.close()
    assert "sends on to 169.254.169.254" in place.ledger.states()[0].error


async def test_it_keeps_its_pace(place: Place) -> None:
    server, time = PublicationServer(), Time()
    for day in range(1, 5):
        server.publish(invented_body(date=f"2031-03-0{day}"))
    with server.running() as address:
        source = feed(address, time, pace_s=2.0)
        await place.runner(source).once()
        await source.close()
    assert time.now >= 8.0


@pytest.mark.skipif(not REAL.is_dir(), reason="the real bodies are not at hand")
async def test_real_bodies_come_in_as_the_meetings_they_are(place: Place) -> None:
    bodies = real_bodies(6)
    server = PublicationServer()
    for body in bodies:
        server.publish(body, number=body["Id"])
    with server.running() as address:
        time = Time()
        source = feed(address, time, past_days=5000)
        runner = place.runner(source)
        await runner.once()
        assert await runner.once() == 0
        await source.close()
    wanted = {datetime.datetime.fromisoformat(body["Moede"]["Dato"]).date() for body in bodies}
    assert {info.date for info in place.store.meetings()} == wanted
    assert place.count(Outcome.SET_ASIDE) == 0
