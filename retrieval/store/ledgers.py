"""The ledgers: items, decisions, amounts and votes as rows, written from a meeting and read by question."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from retrieval.model.minutes import AgendaItem, Document, Meeting, Person, Vote
from retrieval.model.vocabulary import MeetingStatus, Outcome, VoteChoice
from retrieval.store.tables import AMOUNTS, BALLOTS, DECISIONS, ITEMS, LEDGERS, MEETINGS, VOTES
from retrieval.store.values import AmountRow, CaseStep, LedgerFilter, Place, VoteRow

Row = dict[str, Any]


def write_ledgers(connection: sa.Connection, key: str, document: Document, meeting: Meeting) -> None:
    """Replaces all ledger rows of the meeting by those of this version."""
    for table in LEDGERS:
        connection.execute(table.delete().where(table.c.meeting_key == key))
    rows: dict[sa.Table, list[Row]] = defaultdict(list)
    for position, item in enumerate(meeting.items):
        at = {"meeting_key": key, "position": position}
        rows[ITEMS].append(at | _item(item))
        rows[DECISIONS] += [at | row for row in _decisions(item)]
        rows[AMOUNTS] += [at | row for row in _amounts(item, document.text)]
        for ordinal, vote in enumerate(item.votes):
            rows[VOTES].append(at | {"ordinal": ordinal} | _vote(vote, document.text))
            rows[BALLOTS] += [at | {"vote": ordinal} | row for row in _ballots(vote)]
    for table, values in rows.items():
        if values:
            connection.execute(table.insert(), values)


def _item(item: AgendaItem) -> Row:
    return {
        "number": item.number,
        "title": item.title,
        "case_number": item.case_number,
        "category": item.category.value,
        "is_open": item.is_open,
        "outcome": (item.decision.outcome if item.decision else Outcome.NONE).value,
    }


def _decisions(item: AgendaItem) -> Iterator[Row]:
    own = [item.decision] if item.decision else []
    for ordinal, decision in enumerate([*own, *item.history]):
        yield {
            "ordinal": ordinal,
            "current": ordinal < len(own),
            "outcome": decision.outcome.value,
            "stage": decision.stage.value,
            "body": decision.body,
            "decided": decision.date,
            "text": decision.text,
            "postponed_to": decision.postponed_to,
            "next_body": decision.next_body,
        }


def _amounts(item: AgendaItem, text: str) -> Iterator[Row]:
    for ordinal, amount in enumerate(item.amounts):
        yield {
            "ordinal": ordinal,
            "value": str(amount.value),
            "magnitude": float(amount.value),
            "text": amount.text,
            "currency": amount.currency,
            "approximate": amount.approximate,
            "yearly": amount.yearly,
            "period": amount.period,
            "status": amount.status.value,
            "purpose": amount.purpose,
            "section": amount.section.value,
            "quote": amount.quote.of(text),
        }


def _vote(vote: Vote, text: str) -> Row:
    return {
        "proposal": vote.proposal,
        "count_for": vote.count_for,
        "count_against": vote.count_against,
        "count_abstained": vote.count_abstained,
        "carried": vote.carried,
        "quote": vote.span.of(text),
    }


def _ballots(vote: Vote) -> Iterator[Row]:
    sides = (
        (VoteChoice.FOR, vote.supporters),
        (VoteChoice.AGAINST, vote.opponents),
        (VoteChoice.ABSTAINED, vote.abstainers),
    )
    people = ((choice, person) for choice, side in sides for person in side)
    for ordinal, (choice, person) in enumerate(people):
        yield {"ordinal": ordinal, "choice": choice.value, "name": person.name, "party": person.party}


def read_amounts(connection: sa.Connection, wanted: LedgerFilter) -> tuple[AmountRow, ...]:
    """The amounts that match, newest meeting first, in document order within it."""
    rows = connection.execute(_query(AMOUNTS, wanted)).mappings()
    fields = ("text", "currency", "approximate", "yearly", "period", "status", "purpose", "section", "quote")
    return tuple(
        AmountRow(place=_place(row), value=Decimal(row["value"]), **{name: row[name] for name in fields})
        for row in rows
    )


def read_votes(connection: sa.Connection, wanted: LedgerFilter) -> tuple[VoteRow, ...]:
    """The votes that match with everybody named, newest meeting first."""
    rows = connection.execute(_query(VOTES, wanted)).mappings().all()
    people = _people(connection, {row["meeting_key"] for row in rows})
    return tuple(_vote_row(row, people) for row in rows)


def read_cases(connection: sa.Connection, wanted: LedgerFilter) -> tuple[CaseStep, ...]:
    """What was decided under each case number, case by case, oldest step first; items without a number are left out."""
    joined = sa.and_(DECISIONS.c.meeting_key == ITEMS.c.meeting_key, DECISIONS.c.position == ITEMS.c.position)
    columns = [column for column in DECISIONS.c if column.name not in ("meeting_key", "position")]
    query = (
        sa.select(*_place_columns(), *columns, ITEMS.c.outcome.label("item_outcome"))
        .select_from(ITEMS.join(MEETINGS).outerjoin(DECISIONS, joined))
        .where(ITEMS.c.case_number != "", *_conditions(wanted))
        .order_by(ITEMS.c.case_number, sa.func.coalesce(DECISIONS.c.decided, MEETINGS.c.date), MEETINGS.c.date)
    )
    return tuple(_step(row) for row in connection.execute(query).mappings())


def read_items_with_outcome(
    connection: sa.Connection, outcomes: Collection[Outcome], meeting_keys: Collection[str] | None, limit: int
) -> tuple[tuple[str, int], ...]:
    """(meeting key, position among its items) of the items that met one of these fates, newest meeting first.

    Every item of a cancelled meeting was cancelled, whatever its own words. Meetings without a date come last.
    """
    own = ITEMS.c.outcome.in_(sorted(outcome.value for outcome in outcomes))
    cancelled = MEETINGS.c.status == MeetingStatus.CANCELLED.value
    fate = sa.or_(cancelled, own) if Outcome.CANCELLED in outcomes else sa.and_(sa.not_(cancelled), own)
    query = sa.select(ITEMS.c.meeting_key, ITEMS.c.position).select_from(ITEMS.join(MEETINGS)).where(fate)
    if meeting_keys is not None:
        query = query.where(ITEMS.c.meeting_key.in_(sorted(meeting_keys)))
    order = (MEETINGS.c.date.is_(None), MEETINGS.c.date.desc(), MEETINGS.c.key, ITEMS.c.position)
    found = connection.execute(query.order_by(*order).limit(limit))
    return tuple((row.meeting_key, row.position) for row in found)


def _query(table: sa.Table, wanted: LedgerFilter) -> sa.Select[Any]:
    joined = sa.and_(table.c.meeting_key == ITEMS.c.meeting_key, table.c.position == ITEMS.c.position)
    columns = [column for column in table.c if column.name != "meeting_key"]
    return (
        sa.select(*_place_columns(), *columns)
        .select_from(table.join(ITEMS, joined).join(MEETINGS, MEETINGS.c.key == table.c.meeting_key))
        .where(*_conditions(wanted))
        .order_by(MEETINGS.c.date.desc(), MEETINGS.c.key, table.c.position, table.c.ordinal)
    )


def _place_columns() -> list[sa.ColumnElement[Any]]:
    items = [ITEMS.c.meeting_key, ITEMS.c.number, ITEMS.c.title, ITEMS.c.case_number]
    return [*items, MEETINGS.c.committee, MEETINGS.c.date]


def _conditions(wanted: LedgerFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.meeting_key:
        yield ITEMS.c.meeting_key == wanted.meeting_key
    if wanted.committee:
        yield MEETINGS.c.committee.icontains(wanted.committee, autoescape=True)
    if wanted.case_number:
        yield ITEMS.c.case_number.icontains(wanted.case_number, autoescape=True)
    if wanted.since:
        yield MEETINGS.c.date >= wanted.since
    if wanted.until:
        yield MEETINGS.c.date <= wanted.until


def _place(row: sa.RowMapping) -> Place:
    fields = ("meeting_key", "committee", "date", "title", "case_number")
    return Place(item=row["number"], **{name: row[name] for name in fields})


Seat = tuple[str, int, int, str]


def _people(connection: sa.Connection, keys: Iterable[str]) -> dict[Seat, list[Person]]:
    people: dict[Seat, list[Person]] = defaultdict(list)
    query = BALLOTS.select().where(BALLOTS.c.meeting_key.in_(sorted(keys))).order_by(BALLOTS.c.ordinal)
    for row in connection.execute(query):
        people[row.meeting_key, row.position, row.vote, row.choice].append(Person(row.name, row.party))
    return people


def _vote_row(row: sa.RowMapping, people: Mapping[Seat, list[Person]]) -> VoteRow:
    def side(choice: VoteChoice) -> tuple[Person, ...]:
        return tuple(people.get((row["meeting_key"], row["position"], row["ordinal"], choice.value), ()))

    fields = ("proposal", "count_for", "count_against", "count_abstained", "carried", "quote")
    return VoteRow(
        place=_place(row),
        supporters=side(VoteChoice.FOR),
        opponents=side(VoteChoice.AGAINST),
        abstainers=side(VoteChoice.ABSTAINED),
        **{name: row[name] for name in fields},
    )


def _step(row: sa.RowMapping) -> CaseStep:
    return CaseStep(
        place=_place(row),
        outcome=row["outcome"] or row["item_outcome"],
        stage=row["stage"] or "unstated",
        body=row["body"] or row["committee"],
        decided=row["decided"] or row["date"],
        text=row["text"] or "",
        postponed_to=row["postponed_to"],
        next_body=row["next_body"] or "",
        current=row["current"] is not False,
    )
