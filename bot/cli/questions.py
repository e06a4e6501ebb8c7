"""Commands that ask: search, ask, answer, summary."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import opening
from bot.cli.explaining import explain, keep_answer
from bot.cli.output import print_json, progress, read_lines, write_json_lines
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from retrieval.exchange import AskedQuestion
    from retrieval.model.answers import Answer, ItemHit, Query
    from retrieval.wiring import Rooms

_NOTHING_HELD = "no minutes are held yet: add some with `referat ingest FILE_OR_FOLDER`"


def _need_minutes(rooms: "Rooms") -> None:
    if not rooms.store.meetings():
        raise BadInput(_NOTHING_HELD)


def _need_words(question: str) -> str:
    if not question.strip():
        raise BadInput("the question is empty: write what you want to know")
    return question


@click.command()
@click.argument("question", required=False)
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many items at most.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON.")
@click.option("--explain", is_flag=True, help="Show why each hit ranks where it does.")
@click.option("--in", "source", type=click.Path(path_type=Path), help="A question a line: plain text or JSON lines.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Where the hits are written as JSON lines.")
def search(
    question: str | None, count: int, as_json: bool, explain: bool, source: Path | None, target: Path | None
) -> None:
    """Rank agenda items for QUESTION, or for every line of a file (--in with --out)."""
    if (source is None) != (target is None) or (source is None) == (question is None):
        raise click.UsageError("give a question, or --in FILE and --out FILE")
    if explain and (as_json or source is not None):
        raise click.UsageError("--explain prints tables for one question: leave --json, --in and --out out")
    if source is not None and target is not None:
        _batch(source, target, plain=True, one=lambda rooms, asked: _hits_of(rooms, asked, count))
        return
    from retrieval.model.answers import Query

    query = Query(question=_need_words(question or ""))
    with opening.rooms() as rooms:
        _need_minutes(rooms)
        started = time.perf_counter()
        hits = rooms.assistant.search(query, count)
        elapsed = (time.perf_counter() - started) * 1000
        if explain:
            _explain(query, hits, rooms)
            return
    if as_json:
        from retrieval.exchange import hits_json

        print_json(hits_json("", hits, elapsed))
    else:
        _print_hits(hits)


def _explain(query: "Query", hits: "list[ItemHit]", rooms: "Rooms") -> None:
    from bot.cli.explain import print_explained

    if not hits:
        click.echo("nothing in the minutes fits that question", err=True)
    print_explained(query, hits, rooms)


def _hits_of(rooms: "Rooms", asked: "AskedQuestion", count: int) -> dict[str, Any]:
    from retrieval.exchange import hits_json

    started = time.perf_counter()
    hits = rooms.assistant.search(asked.query, count)
    return hits_json(asked.id, hits, (time.perf_counter() - started) * 1000)


def _print_hits(hits: "list[ItemHit]") -> None:
    if not hits:
        click.echo("nothing in the minutes fits that question", err=True)
    for rank, hit in enumerate(hits, 1):
        click.echo(f"{rank}. {hit.committee}, {hit.date or 'no date'}, item {hit.item}: {hit.title} ({hit.score:.3f})")
        if hit.hits:
            click.echo("   " + " ".join(hit.hits[0].passage.text.split())[:160])


@click.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def ask(question: str, as_json: bool) -> None:
    """Answer QUESTION from the minutes, with the words it rests on."""
    from retrieval.model.answers import Query

    query = Query(question=_need_words(question))
    with opening.rooms() as rooms:
        _need_minutes(rooms)
        told = rooms.assistant.ask(query)
        keep_answer(rooms.settings, told)
    _print_answer(told, as_json=as_json)
    if sys.stderr.isatty():
        click.echo(f"\n`referat answer --explain {told.id}` shows how it came about", err=True)


@click.command()
@click.option("--in", "source", type=click.Path(path_type=Path), help="Questions as JSON lines.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Where answers are written.")
@click.option("--explain", "answer_id", metavar="ID", help="Show how a given answer came about, kept for 90 days.")
@click.option("--json", "as_json", is_flag=True, help="With --explain: print all that is kept of it as JSON.")
def answer(source: Path | None, target: Path | None, answer_id: str | None, as_json: bool) -> None:
    """Answer a file of questions; a line is {"id","question","history"}. Or show how an answer came about."""
    if answer_id is not None:
        if source is not None or target is not None:
            raise click.UsageError("give --explain ID alone, or --in FILE and --out FILE")
        explain(opening.settings(), answer_id, as_json=as_json)
        return
    if source is None or target is None:
        raise click.UsageError("give --in FILE and --out FILE, or --explain ID")
    from retrieval.exchange import answer_json

    _batch(
        source, target, plain=False, one=lambda rooms, asked: answer_json(rooms.assistant.ask(asked.query), asked.id)
    )


def _batch(source: Path, target: Path, *, plain: bool, one: Any) -> None:
    from retrieval.exchange import read_questions

    lines = read_lines(source)
    try:
        questions = read_questions(lines, plain=plain)
    except BadInput as error:
        raise BadInput(f"{source}, {error}") from error
    with opening.rooms() as rooms, progress("asking") as told:
        _need_minutes(rooms)

        def results() -> Iterator[dict[str, Any]]:
            for done, asked in enumerate(questions):
                if told:
                    told(done, len(questions), "")
                yield one(rooms, asked)

        count = write_json_lines(target, results())
    click.echo(f"{count} questions, written to {target}", err=True)


@click.command()
@click.argument("meeting", required=False, default="")
@click.option("--english", is_flag=True, help="In English; quotes stay Danish.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def summary(meeting: str, english: bool, as_json: bool) -> None:
    """Sum up MEETING: a date, or a date and a committee; the newest where none is named."""
    from retrieval.model.answers import Language

    with opening.rooms() as rooms:
        _need_minutes(rooms)
        told = rooms.assistant.summary(meeting, language=Language.ENGLISH if english else Language.DANISH)
    _print_answer(told, as_json=as_json)


def _print_answer(told: "Answer", *, as_json: bool) -> None:
    if as_json:
        from retrieval.exchange import answer_json

        print_json(answer_json(told))
        return
    click.echo(told.text)
    for citation in told.citations:
        place = f"{citation.committee}, {citation.meeting or 'no date'}, item {citation.item}, {citation.section.value}"
        click.echo(f"\n[{place}]\n» {' '.join(citation.quote.split())} «")
    if told.found:
        click.echo(f"\n{told.freshness}")
