"""From a file in a watched folder to a message, and what administrators see of it."""

from pathlib import Path

import pytest

from bot.alerts.database import open_database
from bot.alerts.follows import Follows, Spot
from bot.local_telegram.server import LocalTelegram
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language
from retrieval.settings import load_settings
from retrieval.sources.ledger import SourceLedger
from retrieval.sources.publication import PublicationSource
from retrieval.wiring import open_rooms
from tests.alerts.conftest import World, words
from tests.alerts.minutes import ADMIN, ANNA, BRIDGE, SKATERS, minutes
from tests.doubles.publication_server import PublicationServer, invented_body
from tests.reading.pdf_pages import flowing, pdf_of

REPORT = "11111111-0000-0000-0000-000000000000"


async def test_a_file_in_the_watched_folder_becomes_a_message(world: World) -> None:
    folder = world.home / "referater"
    async with world.bot():
        await world.ask(ANNA, "/foelg gangbro")
        (folder / "bro.txt").write_text(minutes(BRIDGE, SKATERS))
        told = (await world.telegram.until_messages(ANNA, 2))[-1]
    assert words(told).startswith("Nyt referat: Broudvalget, 4. marts 2031")


async def test_an_attachment_of_the_feed_is_linked_and_what_it_says_is_told_to_who_follows_it(
    telegram: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PublicationSource.__init__.__kwdefaults__, "pace_s", 0.0)
    report = "Ladestandere er dyre. Ladestandere kan vente. Flere ladestandere giver ikke flere biler."
    feed = PublicationServer(files={REPORT: pdf_of([flowing([report], 80)])})
    with feed.running() as address:
        settings = load_settings(
            REFERAT_HOME=tmp_path / "home",
            REFERAT_DATABASE_URL="",
            REFERAT_FEEDS=address,
            REFERAT_FEED_EVERY_S=10,
            REFERAT_FEED_DAYS=36500,
            REFERAT_FEED_ALLOW_PRIVATE=True,
            REFERAT_FEED_ATTACHMENTS=5,
        )
        rooms = open_rooms(settings, holds_lock=True)
        world = World(telegram, rooms, tmp_path)
        feed.publish(invented_body(attached={REPORT: "Rapport om trafik"}))
        ladestandere = Interest(InterestKind.SUBJECT, "ladestandere")
        Follows(open_database(world.url)).add(Spot(ANNA), ladestandere, by=ANNA, language=Language.DANISH)
        telegram.on_loop(lambda: telegram.world.private_chat(ANNA))
        async with world.bot():
            told = (await telegram.until_messages(ANNA, 1))[-1]
        rooms.close()
    assert "Du følger »ladestandere«. Det nævnes flere gange i bilaget »Rapport om trafik«." in words(told)
    link = next(button for row in told["keyboard"] for button in row if button["text"] == "Bilag: Rapport om trafik")
    assert link["url"] == f"{address}/Vis/Pdf/bilag/{REPORT}"


async def test_an_upload_is_told_and_the_status_shows_what_is_held_and_what_failed(world: World) -> None:
    folder = world.home / "referater"
    async with world.bot():
        await world.ask(ANNA, "/foelg")
        world.telegram.upload(ADMIN, "bro.txt", "text/plain", minutes(BRIDGE).encode())
        await world.telegram.until_messages(ANNA, 2)
        (folder / "tom.txt").write_text(" ")
        await world.telegram.until(lambda: world.rooms.store.set_asides())
        await world.telegram.until(lambda: SourceLedger(world.rooms.store.engine).states())
        said = words(await world.ask(ADMIN, "/status"))
    assert "Chats, der følger noget: 1 (abonnementer: 1)" in said and "1 sendt" in said
    assert "Nyeste møde: Broudvalget, 4. marts 2031" in said
    assert "Lagt til side: tom.txt" in said
    assert f"Kilde {folder}" in said
