"""Commands on the state as a whole: doctor, export, backup, restore."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import opening
from bot.cli.output import print_json, progress, write_json_lines
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from retrieval.settings import Settings
    from retrieval.store import Store

_MARKS = {"ok": ("ok  ", "green"), "note": ("note", "yellow"), "bad": ("BAD ", "red")}


@click.command()
@click.option("--offline", is_flag=True, help="Ask no server.")
@click.option("--settings", "show_settings", is_flag=True, help="Explain every setting; secrets are not shown.")
@click.option("--meetings", "show_meetings", is_flag=True, help="List the meetings held with their keys.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(offline: bool, show_settings: bool, show_meetings: bool, as_json: bool) -> int:
    """Say what is configured, reachable and stale, and how to mend it; status 1 where something is wrong."""
    from dataclasses import asdict

    from bot.cli.checks import examine

    settings = opening.settings()
    if show_settings:
        _print_settings(settings)
        return 0
    findings = list(examine(settings, online=not offline))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark, colour = _MARKS[finding.level]
            shown = click.style(mark, fg=colour) if sys.stdout.isatty() else mark
            click.echo(f"{shown} {finding.about}: {finding.told}" + (f" -> {finding.mend}" if finding.mend else ""))
    if show_meetings:
        _print_meetings()
    return 1 if any(finding.level == "bad" for finding in findings) else 0


def _print_settings(settings: "Settings") -> None:
    from pydantic import SecretStr

    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            shown = "set, not shown" if value.get_secret_value() else "not set"
        elif isinstance(value, tuple | frozenset):
            shown = ",".join(str(part) for part in sorted(value)) or "not set"
        else:
            shown = str(value) or "not set"
        click.echo(f"{field.validation_alias} = {shown}\n    {field.description}")


def _print_meetings() -> None:
    with opening.store() as store:
        for info in store.meetings():
            date, kind = info.date or "no date", f"{info.kind.value}, {info.status.value}"
            click.echo(f"{info.key}  {date}  {info.committee}  ({kind}, {info.items} items, version {info.version})")


@click.command()
@click.argument("target", type=click.Path(path_type=Path), default=Path("-"))
def export(target: Path) -> None:
    """Write all meetings to TARGET as JSON lines, each in the form of `referat parse --json`; "-" is stdout."""
    with opening.store() as store:
        count = write_json_lines(target, _exported(store))
    click.echo(f"{count} meetings", err=True)


def _exported(store: "Store") -> Iterator[dict[str, Any]]:
    from retrieval.parsing import meeting_json

    for info in reversed(store.meetings()):
        stored = store.get(info.key)
        about = {"key": info.key, "version": info.version, "name": info.name}
        yield about | meeting_json(stored.document, stored.meeting)


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Save documents, meetings and the bot's memory in the archive TARGET (a .zip); also while the bot runs."""
    with opening.store() as store:
        info = store.backup(target)
    click.echo(f"{info.tables.get('meetings', 0)} meetings, {sum(info.tables.values())} rows, written to {target}")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the minutes that are held now.")
def restore(source: Path, replace: bool) -> None:
    """Bring the archive SOURCE back and rebuild the indexes; who and what was erased since stays erased."""
    from bot.persons import Persons
    from retrieval.sources.tables import bring_up

    if not source.is_file():
        raise BadInput(f"{source}: no such file")
    with opening.writing("referat restore") as rooms, progress("indexing") as told:
        held = len(rooms.store.meetings())
        if held and not replace:
            raise BadInput(f"{held} meetings are held: they would be replaced; say --replace if you mean it")
        people = Persons(rooms.store.engine)
        bring_up(rooms.store.engine)  # the sources' tables, so that their rows have where to go
        erased = people.erasures()
        info = rooms.store.restore(source)
        people.erase_again(erased, info.written.timestamp())
        count = rooms.ingester.rebuild(told)
    for name in info.skipped:
        click.echo(f"referat: table {name} is not of this version and was left out", err=True)
    click.echo(f"{count} meetings, {sum(info.tables.values())} rows restored from {source}")


@click.command()
@click.argument("user_id", type=int)
@click.option("--erase", is_flag=True, help="Erase all of it; a restore does not bring it back.")
def person(user_id: int, erase: bool) -> None:
    """Print what the bot holds of a person, by Telegram user id, as JSON; also while the bot runs."""
    from bot.persons import Persons

    with opening.store() as store:
        people = Persons(store.engine)
        if erase:
            click.echo(f"{people.erase(user_id)} rows erased")
        else:
            print_json(people.held(user_id))
