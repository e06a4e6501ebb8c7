"""The ledgers behind the answers: amounts, votes, cases."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.cli import opening
from bot.cli.output import print_json, print_rows

if TYPE_CHECKING:
    from retrieval.model.minutes import Person
    from retrieval.store import LedgerFilter, Place

_DAY = click.DateTime(["%Y-%m-%d"])
Command = TypeVar("Command", bound=Callable[..., Any])


def _with_filters(command: Command) -> Command:
    """The options every ledger has."""
    options = [
        click.option("--committee", default="", help="Only committees with this in their name."),
        click.option("--case", "case_number", default="", help="Only case numbers with this in them."),
        click.option("--meeting", "day", type=_DAY, help="Only meetings of this day (YYYY-MM-DD)."),
        click.option("--since", type=_DAY, help="Only meetings from this day on."),
        click.option("--until", type=_DAY, help="Only meetings up to this day."),
        click.option("--csv", "as_csv", is_flag=True, help="Print CSV."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _wanted(options: dict[str, Any]) -> "LedgerFilter":
    from retrieval.store import LedgerFilter

    day = options["day"]
    since, until = day or options["since"], day or options["until"]
    return LedgerFilter(
        committee=options["committee"],
        case_number=options["case_number"],
        since=since.date() if since else None,
        until=until.date() if until else None,
    )


def _print(rows: Sequence[Any], head: Sequence[str], line: Callable[[Any], list[str]], options: dict[str, Any]) -> None:
    if options["as_json"]:
        print_json([_plain(asdict(row)) for row in rows])
    else:
        print_rows(head, [line(row) for row in rows], as_csv=options["as_csv"], empty="no rows: nothing held matches")


def _plain(value: Any) -> Any:
    """Values JSON can hold: dates as ISO, sums as decimal strings."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _place(place: "Place") -> list[str]:
    return [str(place.date or ""), place.committee, str(place.item), place.title, place.case_number]


_PLACE = ["meeting", "committee", "item", "title", "case_number"]


@click.command()
@_with_filters
def amounts(**options: Any) -> None:
    """List the sums of money in the minutes, each with the words it stands in."""
    with opening.store() as store:
        rows = store.amounts(_wanted(options))
    head = [*_PLACE, "value", "currency", "printed", "approximate", "yearly", "period", "status", "purpose", "quote"]
    _print(rows, head, _amount_line, options)


def _amount_line(row: Any) -> list[str]:
    flags = ["ca." if row.approximate else "", "yearly" if row.yearly else ""]
    value = format(row.value, "f")
    return [*_place(row.place), value, row.currency, row.text, *flags, row.period, row.status, row.purpose, row.quote]


@click.command()
@_with_filters
def votes(**options: Any) -> None:
    """List the votes written down in the minutes, with everybody named."""
    with opening.store() as store:
        rows = store.votes(_wanted(options))
    _print(rows, [*_PLACE, "proposal", "for", "against", "abstained", "carried"], _vote_line, options)


def _vote_line(row: Any) -> list[str]:
    sides = [
        _side(row.supporters, row.count_for),
        _side(row.opponents, row.count_against),
        _side(row.abstainers, row.count_abstained),
    ]
    carried = {True: "carried", False: "fell", None: ""}[row.carried]
    return [*_place(row.place), row.proposal, *sides, carried]


def _side(people: "Sequence[Person]", count: int | None) -> str:
    names = ", ".join(f"{person.name} ({person.party})" if person.party else person.name for person in people)
    return names or ("" if count is None else str(count))


@click.command()
@_with_filters
def cases(**options: Any) -> None:
    """List the cases, each with what was decided in it, oldest first."""
    with opening.store() as store:
        rows = store.cases(_wanted(options))
    head = ["case_number", "decided", "body", "outcome", "stage", "postponed_to", "next_body", *_PLACE[:4]]
    _print(rows, head, _case_line, options)


def _case_line(row: Any) -> list[str]:
    steps = [str(row.decided or ""), row.body, row.outcome, row.stage, str(row.postponed_to or ""), row.next_body]
    return [row.place.case_number, *steps, *_place(row.place)[:4]]
