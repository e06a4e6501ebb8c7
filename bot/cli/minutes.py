"""Commands that bring minutes in and take them down: ingest, parse, reindex, takedown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import opening
from bot.cli.output import print_json, progress
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from retrieval.ingest import IngestReport, IngestResult
    from retrieval.store import Store

_TOLD = {
    "new": "new",
    "same": "unchanged",
    "changed": "new version",
    "superseded": "kept, the minutes count more",
    "withdrawn": "taken down earlier, left out",
    "set_aside": "set aside",
}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def ingest(paths: tuple[Path, ...], as_json: bool) -> int:
    """Read, store and index files or folders of minutes.

    Again is a no-op; a changed file becomes a new version. A file that cannot be used is set aside with its reason,
    and the rest goes on; if it was named itself, the exit status is 2.
    """
    from retrieval.ingest import find_files

    for path in paths:
        find_files(path)  # a wrong path is told before anything is opened
    with opening.writing("referat ingest") as rooms, progress("reading") as told:
        report = rooms.ingester.ingest_paths(paths, told)
    if as_json:
        print_json(_report_json(report))
    else:
        _print_report(report)
    for result in report.results:
        for warning in result.warnings if result.change != "same" else ():
            click.echo(f"referat: {result.name}: {warning}", err=True)
    for result in report.set_aside:
        click.echo(f"referat: set aside: {result.reason}", err=True)
    named = {path.name for path in paths if path.is_file()}
    failed = any(result.name in named for result in report.set_aside) or len(report.set_aside) == len(report.results)
    return 2 if failed else 0


def _report_json(report: "IngestReport") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "documents": [asdict(result) for result in report.results],
        "counts": {word: sum(result.change == word for result in report.results) for word in _TOLD},
    }


def _print_report(report: "IngestReport") -> None:
    for result in report.results:
        if result.change != "set_aside":
            click.echo(f"{result.name}: {_TOLD[result.change]}{_what(result)}")
    counts = {told: sum(result.change == word for result in report.results) for word, told in _TOLD.items()}
    click.echo(f"{len(report.results)} files: " + ", ".join(f"{n} {told}" for told, n in counts.items() if n))


def _what(result: "IngestResult") -> str:
    parts = [result.committee, result.date, f"{result.items} items"]
    parts += [f"{result.notes} lines not understood"] if result.notes else []
    return f" ({', '.join(part for part in parts if part)})"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole structure as JSON.")
def parse(file: Path, as_json: bool) -> None:
    """Print the structured meeting in FILE; writes nothing."""
    from retrieval.parsing import meeting_json
    from retrieval.parsing import parse as parse_document
    from retrieval.reading import read_path

    if not file.is_file():
        raise BadInput(f"{file}: no such file" if not file.exists() else f"{file}: a folder; name one file")
    document = read_path(file, recognise=opening.settings().ocr)
    meeting = parse_document(document)
    structure = meeting_json(document, meeting)
    if as_json:
        print_json(structure)
    else:
        _print_meeting(structure)
        for warning in document.warnings:
            click.echo(f"referat: {warning}", err=True)
        for note in meeting.notes:
            click.echo(f"line {note.line}: {note.reason}", err=True)


def _print_meeting(structure: dict[str, Any]) -> None:
    head = structure["meeting"]
    click.echo(
        " ".join(str(head[name]) for name in ("municipality", "committee", "date", "start", "place") if head[name])
    )
    click.echo(f"status: {head['status']}")
    for item in structure["items"]:
        click.echo(f"\n{item['number']}. {item['title']}")
        case = item["case_number"] or "no case number"
        click.echo(f"   {case}, category {item['category'] or '-'}, {'open' if item['open'] else 'closed'}")
        if item["decision"]:
            click.echo(f"   decision: {item['decision']['outcome']} ({item['decision']['stage']})")
        counts = [
            f"{len(item[name])} {name}" for name in ("votes", "amounts", "attachments", "references") if item[name]
        ]
        click.echo("   " + ", ".join([f"sections: {', '.join(item['sections']) or 'none'}", *counts]))


@click.command()
def reindex() -> None:
    """Read the stored texts anew and rebuild the indexes from them; the sources are not needed.

    While the bot runs it does the latter itself, meeting by meeting, and goes on answering.
    """
    if opening.is_served(opening.settings()):
        _reread()
        return
    with opening.writing("referat reindex") as rooms, progress("indexing") as told:
        count = rooms.ingester.reindex(told)
        state = rooms.index.state()
    click.echo(f"{count} meetings, {state.passages} passages, embedding {state.embedding}, vectors {state.vectors}")


def _reread() -> None:
    from retrieval.ingest import reread

    with opening.store() as store, progress("reading") as told:
        count = reread(store, progress=told)
    click.echo(f"{count} meetings read anew; the bot that runs brings its index up to them while it answers")


@click.command()
@click.argument("meeting")
@click.option("--item", type=click.IntRange(min=1), help="Only this item of the meeting.")
@click.option("--reason", default="", help="Why; kept with the takedown, shown by `referat doctor`.")
def takedown(meeting: str, item: int | None, reason: str) -> None:
    """Take MEETING (its key or date) down, or one item of it; it stays down through import, restore and rebuild.

    What the bot has kept of answers about it is erased. While the bot runs it stops telling it at once.
    """
    from bot.takedowns import forget_kept

    with _taking_down() as (store, withdraw):
        key = _named(store, meeting)
        withdraw(key, item, reason=reason)
        gone = [one for one in store.withdrawals() if (one.meeting_key, one.item) == (key, item)]
        erased = forget_kept(store.engine, gone)
    what = f"{key}, item {item}" if item else key
    click.echo(f"taken down: {what}; {erased} kept answers erased")


@contextmanager
def _taking_down() -> "Iterator[tuple[Store, Callable[..., object]]]":
    """The store and what takes down: beside a bot that runs, from the store alone, for the index is the bot's."""
    settings = opening.settings()
    if opening.is_served(settings):
        with opening.store() as store:
            yield store, store.withdraw
    else:
        with opening.writing("referat takedown", settings) as rooms:
            yield rooms.store, rooms.ingester.withdraw


def _named(store: "Store", meeting: str) -> str:
    keys = [info.key for info in store.meetings() if meeting in (info.key, str(info.date))]
    if len(keys) != 1:
        raise BadInput(
            f"{len(keys)} meetings are called {meeting!r}: name one by its key (`referat doctor --meetings`)"
        )
    return keys[0]
