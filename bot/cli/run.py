"""Commands that serve: bot, demo."""

import sys
from contextlib import ExitStack, suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import opening
from bot.cli.output import progress
from retrieval.errors import BadInput, StateError

if TYPE_CHECKING:
    from bot.options import BotSettings, Extras
    from bot.webhook import Webhook
    from retrieval.settings import Settings
    from retrieval.wiring import Rooms

DEMO_PORT = 8765


@click.command()
def bot() -> None:
    """Serve on Telegram; TELEGRAM_BOT_TOKEN is needed. Ctrl-C ends it."""
    settings = opening.settings()
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        raise BadInput("TELEGRAM_BOT_TOKEN is not set: get one from @BotFather, or try `referat demo` without")
    _log_to_stderr(settings)
    with suppress(KeyboardInterrupt), opening.writing(opening.SERVING, settings) as rooms:
        held = len(rooms.store.meetings())
        click.echo(f"serving {held} meetings on Telegram; Ctrl-C ends", err=True)
        _serve(rooms, token, settings.telegram_api_base_url)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mine", is_flag=True, help="Serve the minutes of REFERAT_HOME instead of the samples.")
@click.option(
    "--port", default=DEMO_PORT, show_default=True, type=click.IntRange(0, 65535), help="Of the page; 0: any."
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
def demo(paths: tuple[Path, ...], mine: bool, port: int, open_page: bool) -> None:
    """Serve sample minutes (and those in PATHS) with a chat page in the browser; no account or key is needed.

    With TELEGRAM_BOT_TOKEN set it serves on Telegram instead.
    """
    settings = opening.settings() if mine else _demo_settings()
    _log_to_stderr(settings)
    with suppress(KeyboardInterrupt), opening.writing("referat demo", settings) as rooms:
        _fill(rooms, paths, samples=not mine)
        token = settings.telegram_bot_token.get_secret_value()
        if token:
            click.echo("serving on Telegram; Ctrl-C ends", err=True)
            _serve(rooms, token, settings.telegram_api_base_url)
        else:
            _serve_locally(rooms, port, open_page=open_page)


def _demo_settings() -> "Settings":
    from retrieval.settings import load_settings

    home = opening.settings().home / "demo"
    return load_settings(REFERAT_HOME=home, REFERAT_DATABASE_URL="")


def _fill(rooms: "Rooms", paths: tuple[Path, ...], *, samples: bool) -> None:
    """Ingests what is not held yet; of what is, nothing is read twice."""
    with ExitStack() as stack, progress("reading") as told:
        folders = [stack.enter_context(as_file(files("data").joinpath("minutes")))] if samples else []
        wanted = [*folders, *paths]
        report = rooms.ingester.ingest_paths(wanted, told) if wanted else None
    for result in report.set_aside if report else ():
        click.echo(f"referat: set aside: {result.reason}", err=True)
    click.echo(f"{len(rooms.store.meetings())} meetings held")


def _serve_locally(rooms: "Rooms", port: int, *, open_page: bool) -> None:
    from bot.local_telegram.server import LocalTelegram

    telegram = LocalTelegram()
    try:
        telegram.start(port=port)
    except OSError as error:
        if not port:
            raise StateError(f"the local Telegram cannot listen: {error.strerror or error}") from error
        telegram.start(port=0)  # somebody else has the usual port: any other does as well
    with telegram:
        click.echo(f"open {telegram.page_url} in a browser and write to the assistant; Ctrl-C ends")
        if open_page:
            click.launch(telegram.page_url)
        _serve(rooms, telegram.token, telegram.root_url)


def _serve(rooms: "Rooms", token: str, api_base_url: str) -> None:
    from telegram.error import InvalidToken, NetworkError

    from bot.serving import run_bot

    try:
        run_bot(rooms.assistant, _bot_settings(rooms, api_base_url), token, extras=_extras(rooms))
    except InvalidToken as error:  # its own words hold the token
        raise BadInput("TELEGRAM_BOT_TOKEN is not accepted: copy it again from @BotFather") from error
    except NetworkError as error:
        where = api_base_url or "Telegram"
        raise StateError(f"{where} cannot be reached: check the network and TELEGRAM_API_BASE_URL") from error


def _extras(rooms: "Rooms") -> "Extras":
    """What runs beside the bot."""
    from bot.alerts.assembly import extras_of
    from bot.observability.assembly import Observation
    from bot.upkeep import Upkeep
    from retrieval.settings import host_and_port

    extras = Upkeep(rooms).extras().with_(extras_of(rooms))
    if rooms.settings.health:
        extras = extras.with_(Observation(rooms, *host_and_port(rooms.settings.health)).extras())
    return extras


def _bot_settings(rooms: "Rooms", api_base_url: str) -> "BotSettings":
    from bot.options import BotSettings

    settings = rooms.settings
    return BotSettings(
        database_url=rooms.store.engine.url.render_as_string(hide_password=False),
        admins=settings.admins,
        api_base_url=api_base_url,
        questions_per_minute=settings.questions_per_minute,
        questions_of_all_per_minute=settings.questions_of_all_per_minute,
        webhook=_webhook(settings),
    )


def _webhook(settings: "Settings") -> "Webhook | None":
    """Where Telegram reaches the bot; None where it polls.

    Raises:
        BadInput: the webhook has no secret: anybody could then write in Telegram's name.
    """
    from urllib.parse import urlsplit

    from bot.webhook import Webhook
    from retrieval.settings import host_and_port

    if not settings.webhook_url:
        return None
    secret = settings.webhook_secret.get_secret_value()
    if not secret:
        raise BadInput("REFERAT_WEBHOOK_SECRET is not set: without it anybody could write in Telegram's name")
    host, port = host_and_port(settings.webhook_listen)
    path = urlsplit(settings.webhook_url).path.strip("/")
    return Webhook(url=settings.webhook_url, secret_token=secret, listen=host, port=port, path=path)


def _log_to_stderr(settings: "Settings") -> None:
    """Events go to stderr, one line each, without anybody's words and without secrets."""
    from bot.observability.logs import configure_logs

    configure_logs(sys.stderr, secrets=settings.secrets, as_json=settings.log == "json")
