"""From a file in a watched folder to a message, and what administrators see of it."""

from retrieval.sources.ledger import SourceLedger
from tests.alerts.conftest import World, words
from tests.alerts.minutes import ADMIN, ANNA, BRIDGE, SKATERS, minutes


async def test_a_file_in_the_watched_folder_becomes_a_message(world: World) -> None:
    folder = world.home / "referater"
    async with world.bot():
        await world.ask(ANNA, "/foelg gangbro")
        (folder / "bro.txt").write_text(minutes(BRIDGE, SKATERS))
        told = (await world.telegram.until_messages(ANNA, 2))[-1]
    assert words(told).startswith("Nyt referat: Broudvalget, 4. marts 2031")


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
