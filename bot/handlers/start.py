"""/start: a welcome with examples, or what a deep link opens."""

import re

from telegram import Update
from telegram.ext import CommandHandler

from bot import commands, texts
from bot.asking import answer, ask
from bot.keyboards import Action, Press
from bot.outgoing import Button, Keyboard
from bot.render.answer import render_text
from bot.services import AnyHandler, Handling, Person, Services, person_of, place_of, say, services, tell
from retrieval.errors import AssistantError
from retrieval.model.answers import Answer
from retrieval.model.minutes import AgendaItem

_ITEM = re.compile(r"i([0-9a-f]{8,32})-([0-9]{1,3})", re.ASCII)
_QUESTION = re.compile(r"q([a-z0-9]{6,16})", re.ASCII)
TITLE_LIMIT = 45


def item_payload(meeting_key: str, item: int) -> str:
    """The deep-link payload that opens an item; stable, so that a link outlives the bot's memory."""
    return f"i{meeting_key}-{item}"


async def on_start(update: Update, context: Handling) -> None:
    """Welcomes, or opens what the link names."""
    payload = context.args[0] if context.args else ""
    if match := _ITEM.fullmatch(payload):
        await open_item(update, context, match[1], int(match[2]))
    elif match := _QUESTION.fullmatch(payload):
        await _open_question(update, context, match[1])
    elif payload and payload != "start":
        await tell(update, context, texts.ITEM_UNKNOWN)
    else:
        await _welcome(update, context)


async def open_item(update: Update, context: Handling, meeting_key: str, item: int) -> None:
    """Shows an item: its decision with the buttons for the rest."""
    assistant = services(context).assistant
    person = await person_of(update, context)

    def work(_on_text: object, _cancelled: object) -> Answer:
        return assistant.whole_decision(meeting_key, item, person.language)

    await answer(update, context, person, work, without=Action.DECISION)


async def _open_question(update: Update, context: Handling, key: str) -> None:
    kept = services(context).state.kept(key)
    if kept is None or not kept.get("question"):
        await tell(update, context, texts.ITEM_UNKNOWN)
    else:
        await ask(update, context, str(kept["question"]))


async def _welcome(update: Update, context: Handling) -> None:
    room = services(context)
    person = await person_of(update, context)
    coverage = await room.workers.run(room.assistant.coverage, person.language)
    content = render_text(texts.WELCOME.in_(person.language, coverage=coverage))
    await say(context, place_of(update), content, keyboard=await _examples(room, person))


async def _examples(room: Services, person: Person) -> Keyboard:
    """Three questions to press: two that fit any minutes, one about the newest meeting."""
    questions = [texts.EXAMPLE_LATEST.in_(person.language), texts.EXAMPLE_POSTPONED.in_(person.language)]
    if title := await room.workers.run(_newest_title, room):
        questions.append(texts.EXAMPLE_ITEM.in_(person.language, title=title))
    key = room.state.keep({"kind": "examples", "questions": questions})
    return tuple((_example(key, number, question),) for number, question in enumerate(questions))


def _example(key: str, number: int, question: str) -> Button:
    # The question must be readable in full: one button a row, longer than other labels.
    return Button(question if len(question) <= 80 else question[:79] + "…", data=Press(key, Action.ASK, number).data())


def _newest_title(room: Services) -> str:
    """The title of the item that says most, of the newest meeting with one short enough for a button."""
    for info in room.assistant.meetings()[:3]:
        items = [item for number in range(1, info.items + 1) if (item := _open_item(room, info.key, number))]
        if items:
            return max(items, key=lambda item: item.span.end - item.span.start).title
    return ""


def _open_item(room: Services, meeting_key: str, number: int) -> AgendaItem | None:
    try:
        _, item = room.assistant.item(meeting_key, number)
    except AssistantError:
        return None
    fits = 8 <= len(item.title) <= TITLE_LIMIT and item.is_open and item.decision is not None
    return item if fits else None


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    return [CommandHandler(commands.START.names, on_start)]
