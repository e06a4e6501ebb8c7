"""Hostile messages by the thousand: `python -m tests.bot.hostile [--messages 1000]`.

Each is written by a person of its own to the running bot over HTTP, once with an assistant that puts every word of the
question into its answer, titles and references, once with the real one over the sample minutes. Reports what stays
without an answer, what the server refused and where words came back as markup; ends with 1 where there is any of it.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bot import pacing
from bot.local_telegram.server import LocalTelegram
from bot.render.blocks import clean
from retrieval.model.answers import Answer, Language, Query
from tests.bot.conftest import Chat
from tests.bot.fake_assistant import FakeAssistant, a_citation, an_answer
from tests.bot.test_asking import words
from tests.bot.test_hostile import HOSTILE, random_message

FIRST_PERSON = 3001
AT_A_TIME = 100
COMPARED = 40  # characters, white space aside: the beginning of a question as it must be seen in its answer
LONG = ("ord " * 2500, "<" * 10_000, "😀" * 5000, "&lt;script&gt;" * 700, "\u202e" * 9999 + "x")


class Echo(FakeAssistant):
    """Answers every question with its own words, wherever words can stand."""

    def ask(self, query: Query, *, language: Language | None = None, user: str = "") -> Answer:
        quote = query.question
        cited = a_citation(quote=quote, title=quote, committee=quote[:200], case_number=quote[:40])
        return an_answer(text=quote, question=quote, citations=(cited,), freshness=quote[:300])


def messages(count: int) -> Iterator[str]:
    """The worst that people have thought of, then a reproducible mess of it."""
    chance = random.Random(11)
    known = [*HOSTILE, *LONG][:count]
    yield from known
    for number in range(count - len(known)):
        mess = random_message(number)
        yield mess if number % 2 else f"{chance.choice(HOSTILE)[:300]} {mess}"


async def attack(chat: Chat, count: int, *, echoes: bool) -> dict[str, Any]:
    """What goes wrong when all are written."""
    unanswered: list[int] = []
    as_markup: list[str] = []
    async with chat.bot(questions_of_all_per_minute=10 * count):
        written = list(enumerate(messages(count), FIRST_PERSON))
        for start in range(0, count, AT_A_TIME):
            part = written[start : start + AT_A_TIME]
            for person, text in part:
                chat.telegram.person(person, "x")
                chat.telegram.say(person, text)
            people = [person for person, _ in part]
            await _until(chat, lambda people=people: all(map(chat.from_bot, people)))  # type: ignore[misc]
            unanswered += [person for person in people if not chat.from_bot(person)]
            as_markup += [text for person, text in part if echoes and not _is_seen(chat, person, text)]
    refused = chat.refusals()
    return {
        "messages": count,
        "unanswered": len(unanswered),
        "refused": [(one.method, one.answer) for one in refused[:5]],
        "read as markup": as_markup[:5],
    }


async def _until(chat: Chat, predicate: Callable[[], bool]) -> None:
    try:
        await chat.telegram.until(predicate, timeout_s=120)
    except TimeoutError:  # who is left is reported
        return


def _is_seen(chat: Chat, person: int, text: str) -> bool:
    """Whether a question that was echoed is seen as it was written; commands and what is too long are not echoed."""
    shown = "".join(words(one) for one in chat.from_bot(person))
    asked = _squeezed(text)
    return _squeezed(text)[:COMPARED] in _squeezed(shown) if len(text) <= 2000 and not asked.startswith("/") else True


def _squeezed(text: str) -> str:
    return "".join(clean(text).split())


async def run(count: int) -> list[dict[str, Any]]:
    """Both attacks."""
    reports = []
    for name, assistant in (("echo", Echo()), ("real", None)):
        with tempfile.TemporaryDirectory() as folder, LocalTelegram(flood=False) as telegram:
            held = assistant or _real(Path(folder))
            chat = Chat(telegram, held, Path(folder))  # type: ignore[arg-type]
            reports.append({"assistant": name} | await attack(chat, count, echoes=name == "echo"))
    return reports


def _real(home: Path) -> Any:
    from tests.cli.conftest import SAMPLES
    from tests.faults.soak import opened

    rooms = opened(home / "home")
    rooms.ingester.ingest_paths([SAMPLES])
    return rooms.assistant


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--messages", type=int, default=1000)
    given = arguments.parse_args()
    pacing.OVERALL_PER_S = 10_000.0  # it is not the pace that is looked at here
    reports = asyncio.run(run(given.messages))
    print(json.dumps(reports, indent=2, ensure_ascii=False))
    sys.exit(1 if any(one["unanswered"] or one["refused"] or one["read as markup"] for one in reports) else 0)


if __name__ == "__main__":
    main()
