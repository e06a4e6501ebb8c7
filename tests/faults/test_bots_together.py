"""Two real `referat bot` processes behind one webhook, on one PostgreSQL, one Chroma and one watched folder."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.upkeep import LOOK_EVERY_S
from retrieval.sources.tables import LEASES
from tests.alerts.minutes import BRIDGE, SKATERS, minutes
from tests.doubles.http_server import serve
from tests.faults.conftest import free_port
from tests.faults.test_bot_process import START_S, until_ready

REFERAT = Path(sys.executable).with_name("referat")
PEOPLE = tuple(Person(1001 + number, f"Person {number}", f"p{number}", "da") for number in range(6))
ANNA = PEOPLE[0].id
SECRET = "s3cret"
SECONDS = 2 * LOOK_EVERY_S


@dataclass
class Proxy:
    """Hands each update to the next bot, and says so to Telegram where that one is gone."""

    ports: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    taken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._turn = itertools.cycle(self.ports)

    async def forward(self, request: Request) -> Response:
        port = next(self._turn)
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        try:
            async with httpx.AsyncClient() as client:
                answer = await client.post(
                    f"http://127.0.0.1:{port}/hook", content=await request.body(), headers=headers
                )
        except httpx.HTTPError:
            return Response(status_code=502)
        self.taken.append(port)
        return Response(status_code=answer.status_code)


@dataclass
class Bot:
    process: "subprocess.Popen[bytes]"
    health: str
    output: Path

    def figure(self, name: str) -> float:
        lines = httpx.get(f"http://{self.health}/metrics", timeout=30.0).text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


@contextlib.contextmanager
def bot(folder: Path, port: int, environment: dict[str, str]) -> Iterator[Bot]:
    folder.mkdir()
    health = f"127.0.0.1:{free_port()}"
    own = {"REFERAT_HOME": str(folder), "REFERAT_HEALTH": health, "REFERAT_WEBHOOK_LISTEN": f"127.0.0.1:{port}"}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [REFERAT, "bot"], env=os.environ | environment | own, cwd=folder, stdout=output, stderr=output
        )
    try:
        yield Bot(process, health, folder / "output")
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def together(tmp_path, database, chroma_server):
    """The local Telegram, the proxy, the watched folder and both bots, ready."""
    (minutes_folder := tmp_path / "minutes").mkdir()
    (minutes_folder / "bro.txt").write_text(minutes(BRIDGE))
    proxy = Proxy()
    app = Starlette(routes=[Route("/hook", proxy.forward, methods=["POST"])])
    with LocalTelegram(people=PEOPLE) as telegram, serve(app) as address, contextlib.ExitStack() as stack:
        environment = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE_URL": telegram.root_url,
            "REFERAT_DATABASE_URL": database,
            "REFERAT_CHROMA_URL": chroma_server.url,
            "REFERAT_MINUTES": str(minutes_folder),
            "REFERAT_WEBHOOK_URL": f"{address}/hook",
            "REFERAT_WEBHOOK_SECRET": SECRET,
        }
        bots = []
        for number, port in enumerate(proxy.ports):
            bots.append(stack.enter_context(bot(tmp_path / f"home{number}", port, environment)))
            until_ready(bots[-1].process, bots[-1].health, bots[-1].output)
            telegram.wait_for(lambda: bots[-1].figure("referat_index_passages"), START_S)
        yield telegram, proxy, minutes_folder, bots
    chroma_server.empty()


def answers(telegram: LocalTelegram, person: int) -> list[str]:
    return [str(one) for one in telegram.screen(person)["messages"] if one["from_bot"]]


async def test_both_answer_each_question_once_one_watches_and_one_goes_on_when_the_other_is_killed(together, database):
    telegram, proxy, folder, bots = together
    telegram.say(ANNA, "/foelg skøjtebane")
    await telegram.until_messages(ANNA, 1)
    for person in PEOPLE:
        telegram.say(person.id, "Hvad koster gangbroen?")
    await telegram.until(lambda: all(len(answers(telegram, one.id)) >= 1 + (one.id == ANNA) for one in PEOPLE))
    assert all("1,5 mio. kr." in answers(telegram, one.id)[-1] for one in PEOPLE)
    assert set(proxy.taken) == set(proxy.ports)
    assert sum(one.figure("referat_answers_total") for one in bots) == len(PEOPLE)
    assert [len(answers(telegram, one.id)) for one in PEOPLE] == [2, 1, 1, 1, 1, 1]
    (folder / "bane.txt").write_text(minutes(SKATERS, day=11))
    await telegram.until_messages(ANNA, 3)
    # The one that does not watch answers from it too, seconds later: people are handed to either.
    await telegram.until(lambda: all(one.figure("referat_meetings") == 2 for one in bots), SECONDS)
    await telegram.until(lambda: not any(one.figure("referat_index_behind_meetings") for one in bots), SECONDS)
    for person in PEOPLE:
        telegram.say(person.id, "Hvem stemte imod at udsætte skøjtebanen?")
    await telegram.until(lambda: all(len(answers(telegram, one.id)) >= 2 + 2 * (one.id == ANNA) for one in PEOPLE))
    assert all("Bo Lind" in answers(telegram, one.id)[-1] for one in PEOPLE)
    engine = sa.create_engine(sa.make_url(database).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        (owner,) = connection.scalars(sa.select(LEASES.c.owner))
    engine.dispose()
    watching = next(one for one in bots if owner.endswith(str(one.output.parent)))
    watching.process.send_signal(signal.SIGKILL)
    watching.process.wait()
    for person in PEOPLE:
        telegram.say(person.id, "Hvem stemte imod at udsætte skøjtebanen?")
    await telegram.until(lambda: all(len(answers(telegram, one.id)) >= 3 + 2 * (one.id == ANNA) for one in PEOPLE))
    assert [len(answers(telegram, one.id)) for one in PEOPLE] == [5, 3, 3, 3, 3, 3]
    assert all("Bo Lind" in answers(telegram, one.id)[-1] for one in PEOPLE)
