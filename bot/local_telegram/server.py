"""The local Telegram as a whole: started, stopped, and driven from the same process."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.local_telegram.api import BotApi
from bot.local_telegram.clock import Clock, RealClock
from bot.local_telegram.control import Control
from bot.local_telegram.faults import FaultPlan
from bot.local_telegram.flood import FloodControl
from bot.local_telegram.http_api import bot_routes
from bot.local_telegram.people import People
from bot.local_telegram.person import PersonSide
from bot.local_telegram.security import LOOPBACK, LocalOnly
from bot.local_telegram.state import World
from bot.local_telegram.transcript import Transcript
from bot.local_telegram.values import Person
from bot.local_telegram.webhook import deliver_updates

DEFAULT_TOKEN = "4242424242:local-telegram-no-secret"
DEMO_PERSON = Person(1001, "Borger", "borger")
_PAGE = Path(__file__).parent / "page"
_START_S = 20.0
T = TypeVar("T")


class LocalTelegram(People):
    """A Bot API server with its people, in a thread of its own.

    Give `base_url` and `base_file_url` to the client's builder and `token` as the bot's token; open `page_url` in a
    browser; use the methods of `People` to act as a person.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        bot: Person | None = None,
        token: str = DEFAULT_TOKEN,
        flood: bool = True,
        query_life_s: float = 15.0,
        reads_all: bool = False,
        people: tuple[Person, ...] = (DEMO_PERSON,),
    ) -> None:
        """Prepare a server.

        Args:
            clock: real time unless given.
            bot: who the bot is.
            token: the only token that is accepted.
            flood: whether sending too fast gives 429.
            query_life_s: seconds in which a press or an inline query must be answered.
            reads_all: whether privacy mode is off.
            people: who exists from the start.
        """
        bot = bot or Person(4242424242, "Referat", "referat_bot", None, is_bot=True)
        world = World(clock or RealClock(), replace(bot, is_bot=True), token, query_life_s)
        world.reads_all = reads_all
        for person in people:
            world.add_person(person)
        self.api = BotApi(world, FloodControl(flood), FaultPlan(), Transcript())
        self.token = token
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None
        self._address = ""
        super().__init__(world, PersonSide(world), self.api)

    @property
    def root_url(self) -> str:
        """Where the server listens, without a slash at the end."""
        return self._address

    @property
    def base_url(self) -> str:
        """For `ApplicationBuilder().base_url(...)`; the client appends the token."""
        return f"{self._address}/bot"

    @property
    def base_file_url(self) -> str:
        """For `ApplicationBuilder().base_file_url(...)`."""
        return f"{self._address}/file/bot"

    @property
    def page_url(self) -> str:
        """The chat page, for a browser."""
        return f"{self._address}/"

    def start(self, host: str = "127.0.0.1", port: int = 0) -> LocalTelegram:
        """Listen in a thread of its own; port 0 takes a free one.

        Raises:
            ValueError: when `host` is not loopback.
            OSError: when the port is taken.
        """
        listening = _listen(host, port)
        shown = f"[{host}]" if ":" in host else host
        self._address = f"http://{shown}:{listening.getsockname()[1]}"
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listening, started), name="local-telegram", daemon=True)
        self._thread.start()
        if not started.wait(_START_S):
            raise OSError("the local Telegram did not start")
        return self

    def stop(self) -> None:
        """End open polls and stop listening; a second call does nothing."""
        if self._loop is None or self._thread is None or self._server is None:
            return
        self.world.closing = True
        self.on_loop(self._wake)
        self._server.should_exit = True
        self._thread.join(_START_S)
        self._loop = self._thread = self._server = None

    def wait_closed(self) -> None:
        """Block until the server has stopped."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(1)

    def __enter__(self) -> LocalTelegram:
        return self if self._thread is not None else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def on_loop(self, act: Callable[[], T]) -> T:
        """Run `act` where the state lives and give back what it returns."""
        if self._loop is None or threading.current_thread() is self._thread:
            return act()

        async def acted() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(acted(), self._loop).result(_START_S)

    def application(self) -> Starlette:
        """The ASGI application, for who wants to serve it in another way."""
        control = Control(self.api, self.side)
        routes = [*bot_routes(self.api), *control.routes(), Route("/", _index)]
        return Starlette(
            routes=[*routes, Mount("/page", StaticFiles(directory=_PAGE))],
            middleware=[Middleware(LocalOnly)],
            lifespan=self._lifespan,
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        delivery = asyncio.create_task(deliver_updates(self.world))
        yield
        self.world.closing = True
        self._wake()
        delivery.cancel()

    def _wake(self) -> None:
        self.world.updates.signal.notify()
        self.world.changes.notify()

    def _run(self, listening: socket.socket, started: threading.Event) -> None:
        config = uvicorn.Config(
            self.application(), log_level="error", access_log=False, timeout_graceful_shutdown=3, ws="none"
        )
        self._server = _Announcing(config, started)
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._server.serve([listening]))


class _Announcing(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, started_event: threading.Event) -> None:
        super().__init__(config)
        self._started_event = started_event

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started_event.set()


def serve(host: str = "127.0.0.1", port: int = 8081, token: str = DEFAULT_TOKEN) -> None:
    """Serve until interrupted (Ctrl-C).

    Raises:
        ValueError: when `host` is not loopback.
        OSError: when the port is taken.
    """
    with LocalTelegram(token=token).start(host, port) as telegram, contextlib.suppress(KeyboardInterrupt):
        telegram.wait_closed()


async def _index(_: Request) -> Response:
    return FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-store"})


def _listen(host: str, port: int) -> socket.socket:
    if host not in LOOPBACK:
        raise ValueError(f"the local Telegram listens on loopback only, not on {host}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or the event loop leaves Nagle's algorithm on: then every answer waits 40 ms for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening
