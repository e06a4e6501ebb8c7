"""A watched folder: new, growing, broken, moved, replaced and deleted files."""

import asyncio
import os
from pathlib import Path

import pytest

from retrieval.ingest import Outcome
from retrieval.sources.folder import FolderSource
from tests.alerts.minutes import BRIDGE, SKATERS, minutes
from tests.sources.conftest import Place, Time


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "referater").mkdir()
    return tmp_path / "referater"


def source(folder: Path, time: Time | None = None, **options: object) -> FolderSource:
    time = time or Time()
    return FolderSource(path=folder, clock=time, sleep=time.sleep, **options)  # type: ignore[arg-type]


async def test_new_files_are_taken_once_and_again_when_they_change(place: Place, folder: Path) -> None:
    (folder / "2031").mkdir()
    file = folder / "2031" / "bro.txt"
    file.write_text(minutes(BRIDGE))
    runner = place.runner(source(folder))
    assert [await runner.once(), await runner.once()] == [1, 0]
    assert await place.runner(source(folder)).once() == 0  # also not after a restart
    file.write_text(minutes(BRIDGE, SKATERS))
    assert await runner.once() == 1
    assert [result.change for result in place.came] == [Outcome.NEW, Outcome.CHANGED]


async def test_a_file_that_is_still_being_written_is_waited_for(place: Place, folder: Path) -> None:
    file, whole = folder / "bro.txt", minutes(BRIDGE, SKATERS)
    file.write_text(whole[:200])
    time = Time()

    async def sleep(seconds: float) -> None:
        await time.sleep(seconds)
        if len(file.read_text()) < len(whole):
            file.write_text(whole[: len(file.read_text()) + 300])

    watched = FolderSource(path=folder, clock=time, sleep=sleep)
    assert await place.runner(watched).once() == 1
    assert place.came[0].items == 2 and place.store.get(place.came[0].meeting_key).document.text


async def test_a_broken_file_is_set_aside_and_tried_again_when_it_changes(place: Place, folder: Path) -> None:
    (folder / "tom.txt").write_text(" ")
    (folder / "bro.txt").write_text(minutes(BRIDGE))
    (folder / "snyd.pdf").write_bytes(b"%PDF-1.7 not really")
    runner = place.runner(source(folder))
    await runner.once()
    assert place.count(Outcome.NEW) == 1 and place.count(Outcome.SET_ASIDE) == 2
    assert sorted(aside.name for aside in place.store.set_asides()) == ["snyd.pdf", "tom.txt"]
    await runner.once()
    assert place.count(Outcome.SET_ASIDE) == 2  # not again while it is the same
    (folder / "tom.txt").write_text(minutes(BRIDGE, day=5))
    await runner.once()
    assert place.count(Outcome.NEW) == 2
    assert [aside.name for aside in place.store.set_asides()] == ["snyd.pdf"]


async def test_a_moved_file_is_no_news_and_a_deleted_one_takes_nothing_with_it(place: Place, folder: Path) -> None:
    file = folder / "bro.txt"
    file.write_text(minutes(BRIDGE))
    runner = place.runner(source(folder))
    await runner.once()
    moved = folder / "arkiv" / "bro-2031.txt"
    moved.parent.mkdir()
    file.rename(moved)
    await runner.once()
    assert place.came[-1].change is Outcome.SAME and len(place.store.meetings()) == 1
    moved.unlink()
    for _ in range(3):
        await runner.once()
    assert len(place.store.meetings()) == 1 and not place.ledger.seen(str(folder))


async def test_deleted_files_take_their_minutes_down_only_where_configured(place: Place, folder: Path) -> None:
    (folder / "a.txt").write_text(minutes(BRIDGE, day=3))
    (folder / "b.txt").write_text(minutes(BRIDGE, day=4))
    (folder / "kopi.txt").write_text(minutes(BRIDGE, day=4))
    runner = place.runner(source(folder, withdraw_deleted=True))
    await runner.once()
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()  # its copy still stands there
    for _ in range(3):
        await runner.once()
    assert [info.date.day for info in place.store.meetings() if info.date] == [4]


async def test_a_folder_that_is_gone_is_told_and_withdraws_nothing(place: Place, folder: Path) -> None:
    (folder / "a.txt").write_text(minutes(BRIDGE))
    runner = place.runner(source(folder, withdraw_deleted=True))
    await runner.once()
    folder.rename(folder.with_name("væk"))
    for _ in range(3):
        await runner.once()
    state = place.ledger.states()[0]
    assert state.failures == 3 and "is not there" in state.error and state.succeeded is not None
    assert len(place.store.meetings()) == 1
    folder.with_name("væk").rename(folder)
    await runner.once()
    assert place.ledger.states()[0].failures == 0


async def test_hidden_files_pipes_and_links_out_are_left_alone(place: Place, folder: Path, tmp_path: Path) -> None:
    (folder / ".skjult.txt").write_text(minutes(BRIDGE))
    (folder / "kladde.part").write_text(minutes(BRIDGE))
    (tmp_path / "udenfor.txt").write_text(minutes(BRIDGE))
    (folder / "link.txt").symlink_to(tmp_path / "udenfor.txt")
    os.mkfifo(folder / "rør.txt")
    assert await place.runner(source(folder)).once() == 0


async def test_many_files_at_once_are_all_taken(place: Place, folder: Path) -> None:
    for day in range(1, 29):
        for month in (1, 2):
            (folder / f"{month}-{day}.txt").write_text(minutes(BRIDGE, day=day, month=month))
    (folder / "ødelagt.txt").write_text("")
    await place.runner(source(folder)).once()
    assert len(place.store.meetings()) == 56 == place.count(Outcome.NEW)
    assert not any(place.ingester.stale())


async def test_the_systems_events_wake_it_at_once(place: Place, folder: Path) -> None:
    watched = FolderSource(path=folder, settle_s=0.0, every_s=3600)
    stopping = asyncio.Event()
    running = asyncio.create_task(place.runner(watched).run(stopping))
    async with asyncio.timeout(20):
        while not place.ledger.states():
            await asyncio.sleep(0.01)
        while not place.came:  # written again until the watch has begun
            (folder / "bro.txt").write_text(minutes(BRIDGE))
            await asyncio.sleep(0.2)
    stopping.set()
    await running
    await watched.close()
    assert place.came[0].change is Outcome.NEW
