"""A real model behind the real client: `python -m tests.answering.model.local_run QUESTIONS MINUTES [ID ...]`.

Asks gold questions (those of the ids named, or all) of the server that OPENAI_BASE_URL names, once without it and once
with it, over the minutes of a folder. Prints for each question who answered, in how many seconds, what was told with
its quotes, and what verification dropped and why; then the totals. Exit status 1 where a claim reached a person whose
quote does not stand in the minutes, or with a number that stands in no quote.

Not part of the tests: a model on two cores takes minutes a question. Give it the time with REFERAT_MODEL_SECONDS.
"""

import json
import logging
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.answering.grounding import fold
from retrieval.evaluation import Marks, mark_answers
from retrieval.exchange import answer_json, read_questions
from retrieval.model.answers import Answer, Claim, Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

Gold = dict[str, Any]
KEYLESS = {"OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""}


@dataclass
class Totals:
    """What came of a run. `kept` and `gained` are questions right with the model that were right, or wrong, without."""

    questions: int = 0
    by_model: int = 0
    claims: int = 0
    wrong_claims: int = 0
    dropped: int = 0
    kept: int = 0
    lost: int = 0
    gained: int = 0
    seconds: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Asks, and prints what came of it."""
    if len(arguments) < 2:
        sys.exit(__doc__)
    if not load_settings().has_model:
        sys.exit("no model is named: set OPENAI_BASE_URL or OPENAI_API_KEY")
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    gold = [one for one in map(json.loads, lines) if not arguments[2:] or one["id"] in arguments[2:]]
    queries = {asked.id: asked.query for asked in read_questions(lines)}
    totals = Totals()
    with tempfile.TemporaryDirectory() as home:
        with _opened(home, **KEYLESS) as rooms:
            rooms.ingester.ingest_paths([Path(arguments[1])])
            plain = {one["id"]: rooms.assistant.ask(queries[one["id"]]) for one in gold}
        with _opened(home) as rooms:
            for one in gold:
                _ask(rooms, one, queries[one["id"]], plain[one["id"]], totals)
    _print_totals(totals)
    return 1 if totals.wrong_claims else 0


@contextmanager
def _opened(home: str, **settings: str) -> Iterator[Rooms]:
    rooms = open_rooms(load_settings(REFERAT_HOME=home, **settings))
    try:
        yield rooms
    finally:
        rooms.close()


def _ask(rooms: Rooms, gold: Gold, query: Query, plain: Answer, totals: Totals) -> None:
    started = time.monotonic()
    with _heard() as events:
        answer = rooms.assistant.ask(query)
    seconds = time.monotonic() - started
    texts = [rooms.store.get(info.key).document.text for info in rooms.store.meetings()]
    was_right, is_right = (not _problems(gold, one, texts) for one in (plain, answer))
    totals.questions += 1
    totals.dropped += len(answer.dropped)
    totals.kept += was_right and is_right
    totals.lost += was_right and not is_right
    totals.gained += is_right and not was_right
    print(f"\n{gold['id']} [{gold['type']}] {query.question}")
    print(f"  {answer.engine}, {seconds:.0f} s; {_mark(is_right)} (without a model: {_mark(was_right)})", flush=True)
    if answer.engine != plain.engine:
        totals.by_model += 1
        totals.seconds.append(seconds)
        for claim in answer.claims:
            totals.claims += 1
            totals.wrong_claims += not _told(claim, rooms)
        problems = _problems(gold, answer, texts)
        for problem in problems:
            print(f"  scorer: {problem}")
        totals.wrong_claims += any("without a source" in problem for problem in problems)
    for reason in [*answer.dropped, *events]:
        print(f"  - {reason}")


def _told(claim: Claim, rooms: Rooms) -> bool:
    """Prints a claim with its quotes; whether all of them stand in the minutes."""
    print(f"  told: {claim.text}")
    stand = True
    for citation in claim.citations:
        text = rooms.store.get(citation.meeting_key).document.text
        stands = fold(citation.quote) in fold(text)
        stand = stand and stands
        place = f"{citation.meeting}, item {citation.item}, {citation.section.value}"
        print(f"    {'' if stands else 'NOT IN THE MINUTES '}{place}: {fold(citation.quote)!r}")
    return stand


def _problems(gold: Gold, answer: Answer, texts: Iterable[str]) -> tuple[str, ...]:
    marks = Marks()
    mark_answers([gold], {gold["id"]: answer_json(answer, gold["id"])}, texts, marks)
    return marks.failures[0].problems if marks.failures else ()


def _mark(is_right: bool) -> str:
    return "right" if is_right else "wrong"


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What the model path logs meanwhile: why a model did not answer."""
    events: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            events.append(record.getMessage())

    logger, handler = logging.getLogger("retrieval.answering.model"), Handler()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield events
    finally:
        logger.removeHandler(handler)


def _print_totals(totals: Totals) -> None:
    print(f"\nquestions {totals.questions}, answered by the model {totals.by_model}")
    print(f"claims told by the model {totals.claims}, wrong ones {totals.wrong_claims}; dropped {totals.dropped}")
    print(f"right answers kept {totals.kept}, lost {totals.lost}, gained {totals.gained}")
    if totals.seconds:
        print(f"seconds an answer of the model: median {sorted(totals.seconds)[len(totals.seconds) // 2]:.0f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
