"""Commands about what comes in and what goes out: watch, sources, outbox."""

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import click

from bot.cli import opening
from bot.cli.output import print_json, print_rows
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from retrieval.ingest import IngestResult
    from retrieval.sources.ledger import SourceLedger
    from retrieval.store import Store
    from retrieval.wiring import Rooms


@click.command()
@click.option("--once", is_flag=True, help="Look at each source once and end.")
def watch(once: bool) -> int:
    """Bring in new minutes from the watched folders and feeds until Ctrl-C; `referat bot` does so by itself.

    What comes in is told to its subscribers when the bot runs.
    """
    from retrieval.sources.ledger import SourceLedger

    with opening.writing("referat watch") as rooms:
        if not (rooms.settings.minutes or rooms.settings.feeds):
            raise BadInput("nothing to watch: set REFERAT_MINUTES to a folder or REFERAT_FEEDS to an address")
        asyncio.run(_watch(rooms, once=once))
        failing = [state for state in SourceLedger(rooms.store.engine).states() if state.failures]
    for state in failing:
        told = state.error if state.error.startswith(state.name) else f"{state.name}: {state.error}"
        click.echo(f"referat: {told}", err=True)
    return 1 if once and failing else 0


async def _watch(rooms: "Rooms", *, once: bool) -> None:
    from retrieval.sources.assembly import open_runner

    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    async with open_runner(rooms, _tell) as runner:
        if once:
            await runner.once()
        else:
            click.echo("watching; Ctrl-C ends", err=True)
            await runner.run(stopping)


def _tell(result: "IngestResult") -> None:
    what = ", ".join(part for part in (result.committee, result.date) if part) or result.reason
    click.echo(f"{result.name}: {result.change.value}" + (f" ({what})" if what else ""))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def sources(as_json: bool) -> None:
    """List the watched folders and feeds: last look, last success, last failure and why.

    Below them (not as JSON): the newest meeting of each committee, attachments, and what was set aside.
    """
    from retrieval.sources.ledger import SourceLedger, SourceState

    settings = opening.settings()
    configured = [*(str(path.absolute()) for path in settings.minutes), *settings.feeds]
    with opening.store() as store:
        ledger = SourceLedger(store.engine)
        states, held = {state.name: state for state in ledger.states()}, _held(store, ledger)
    rows = [states.get(name) or SourceState(name=name) for name in dict.fromkeys([*configured, *states])]
    if as_json:
        print_json([_source_json(state, configured) for state in rows])
        return
    head = ("source", "last look", "last success", "failures", "last error")
    told = [
        (
            state.name,
            _at(state.checked),
            _at(state.succeeded),
            str(state.failures),
            state.error if state.failures else "",
        )
        for state in rows
    ]
    print_rows(head, told, as_csv=False, empty="no sources: set REFERAT_MINUTES or REFERAT_FEEDS")
    for line in held:
        click.echo(line)


def _held(store: "Store", ledger: "SourceLedger") -> list[str]:
    """What came in, one line a fact."""
    newest = {info.committee: info.date for info in reversed(store.meetings()) if info.date}
    lines = [f"newest: {committee or 'no committee named'}, {date}" for committee, date in reversed(newest.items())]
    counts = {state.value: count for state, count in ledger.count_attachments().items()}
    if counts:
        lines.append("attachments: " + ", ".join(f"{count} {state}" for state, count in sorted(counts.items())))
    return lines + [f"set aside: {aside.reason}" for aside in store.set_asides()]


def _source_json(state: Any, configured: list[str]) -> dict[str, Any]:
    return {
        "name": state.name,
        "configured": state.name in configured,
        "checked": _at(state.checked),
        "succeeded": _at(state.succeeded),
        "failed": _at(state.failed),
        "failures": state.failures,
        "error": state.error,
    }


def _at(when: Any) -> str:
    return when.astimezone().isoformat(timespec="seconds") if when else ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--retry", is_flag=True, help="Put what failed back in line.")
def outbox(as_json: bool, retry: bool) -> None:
    """Tell how many alerts wait, were sent, failed or were dropped, and why the latest failed."""
    from bot.alerts.database import open_database
    from bot.alerts.outbox import Outbox, Stage

    with opening.store() as store:
        engine = open_database(store.engine.url.render_as_string(hide_password=False))
    box = Outbox(engine)
    if retry:
        click.echo(f"{box.retry_failed()} put back in line", err=True)
    counts = {stage.value: count for stage, count in box.counts().items()}
    delayed = [row for row in box.rows(Stage.WAITING, limit=1000) if row.error]
    failed = [
        {"meeting": row.meeting_key, "version": row.version, "attempts": row.attempts, "error": row.error}
        for row in box.rows(Stage.FAILED)
    ]
    engine.dispose()
    if as_json:
        print_json({"counts": counts, "failed": failed})
        return
    click.echo(", ".join(f"{count} {stage}" for stage, count in counts.items()))
    if delayed:
        click.echo(f"waiting for another try: {len(delayed)}, the latest because {delayed[0].error}")
    for row in failed:
        click.echo(f"failed: meeting {row['meeting']} version {row['version']}: {row['error']}")
