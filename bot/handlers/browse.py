"""Meetings, summaries and cases."""

import asyncio

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot import commands, texts
from bot.asking import answer
from bot.keyboards import ALONE_LIMIT, Action, Press, button
from bot.outgoing import Button, Content, Keyboard, OutgoingMessage
from bot.port import MeetingInfo
from bot.presses import OnPress, Pressed
from bot.render import compose
from bot.render.answer import render_text
from bot.render.blocks import Block, Bullets, Heading, Paragraph
from bot.render.wording import long_date, short_date
from bot.services import AnyHandler, Handling, Person, Services, person_of, place_of, say, services, tell
from retrieval.model.answers import Answer, Language
from retrieval.model.vocabulary import DocumentKind, MeetingStatus

PER_PAGE = 8


async def on_summary(update: Update, context: Handling) -> None:
    """Sums up the newest meeting or the one named."""
    await summarise(update, context, " ".join(context.args or ()))


async def summarise(update: Update, context: Handling, reference: str) -> None:
    """Sums up one meeting."""
    assistant = services(context).assistant
    person = await person_of(update, context)

    def work(_on_text: object, _cancelled: object) -> Answer:
        return assistant.summary(reference, language=person.language)

    await answer(update, context, person, work, missing=texts.MEETING_UNKNOWN)


async def on_case(update: Update, context: Handling) -> None:
    """Tells one case through all meetings."""
    number = " ".join(context.args or ())
    if not number:
        await tell(update, context, texts.CASE_USAGE)
    else:
        await tell_case(update, context, number)


async def tell_case(update: Update, context: Handling, number: str) -> None:
    """Tells the case of that number."""
    assistant = services(context).assistant
    person = await person_of(update, context)

    def work(_on_text: object, _cancelled: object) -> Answer:
        return assistant.case(number, language=person.language)

    await answer(update, context, person, work, missing=texts.CASE_UNKNOWN, without=Action.CASE)


async def on_meetings(update: Update, context: Handling) -> None:
    """Lists the meetings held, newest first."""
    room = services(context)
    person = await person_of(update, context)
    held = await room.workers.run(room.assistant.meetings)
    if not held:
        await tell(update, context, texts.NO_MEETINGS)
        return
    content, keyboard = await asyncio.to_thread(_page, room, held, 0, person)
    await say(context, place_of(update), content, keyboard=keyboard)


async def on_page(pressed: Pressed, update: Update, context: Handling) -> None:
    """Turns the page of the list in its own message."""
    room = services(context)
    held = await room.workers.run(room.assistant.meetings)
    number = min(pressed.index, max(0, len(held) - 1) // PER_PAGE)
    content, keyboard = await asyncio.to_thread(_page, room, held, number, pressed.person)
    message = OutgoingMessage(place=pressed.place, content=content, keyboard=keyboard)
    await room.delivery.edit(message, pressed.message_id)


async def on_summary_button(pressed: Pressed, update: Update, context: Handling) -> None:
    """Sums up the meeting on the button, also where newer minutes have moved the list on since."""
    named = pressed.payload.get("meetings", [])
    if pressed.index < len(named):
        await summarise(update, context, named[pressed.index])
    else:
        await say(context, pressed.place, render_text(texts.BUTTON_EXPIRED.in_(pressed.person.language)))


def _page(room: Services, held: tuple[MeetingInfo, ...], number: int, person: Person) -> tuple[Content, Keyboard]:
    """One page of the list; which meetings its buttons name is kept under a key of its own."""
    first = number * PER_PAGE
    shown = held[first : first + PER_PAGE]
    key = room.state.keep({"kind": "meetings", "meetings": [_reference(info) for info in shown]}, person.user_id)
    more = first + PER_PAGE < len(held)
    return meetings_page(shown, number, key, person.language, more=more)


def _reference(info: MeetingInfo) -> str:
    """What the assistant finds the meeting by."""
    return f"{info.date.isoformat() if info.date else ''} {info.committee}".strip()


def meetings_page(
    shown: tuple[MeetingInfo, ...], page: int, key: str, language: Language, *, more: bool
) -> tuple[Content, Keyboard]:
    """The meetings of one page with a button for each; `more` says whether older ones follow."""
    blocks: tuple[Block, ...] = (
        Heading(texts.MEETINGS_TITLE.in_(language)),
        Bullets(tuple(_line(info, language) for info in shown)),
        Paragraph(texts.PRESS_FOR_SUMMARY.in_(language)),
    )
    rows = tuple((_meeting_button(key, number, info, language),) for number, info in enumerate(shown))
    return compose(blocks), rows + _turns(key, page, more, language)


def _meeting_button(key: str, number: int, info: MeetingInfo, language: Language) -> Button:
    return button(
        f"{short_date(info.date, language)} {info.committee}", Press(key, Action.SUMMARY, number), ALONE_LIMIT
    )


def _turns(key: str, page: int, more: bool, language: Language) -> Keyboard:
    buttons = []
    if page:
        buttons.append(button(texts.NEWER.in_(language), Press(key, Action.MEETINGS, page - 1)))
    if more:
        buttons.append(button(texts.OLDER.in_(language), Press(key, Action.MEETINGS, page + 1)))
    return (tuple(buttons),) if buttons else ()


def _line(info: MeetingInfo, language: Language) -> str:
    line = texts.MEETING_LINE.in_(
        language, date=long_date(info.date, language), committee=info.committee, items=info.items
    )
    if info.status is MeetingStatus.CANCELLED:
        return f"{line}, {texts.MEETING_CANCELLED.in_(language)}"
    if info.kind is not DocumentKind.MINUTES:
        return f"{line}, {texts.MEETING_AGENDA.in_(language)}"
    return line


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    new = filters.UpdateType.MESSAGES  # looking something up may also be corrected
    return [
        CommandHandler(commands.SUMMARY.names, on_summary, new),
        CommandHandler(commands.MEETINGS.names, on_meetings, new),
        CommandHandler(commands.CASE.names, on_case, new),
    ]


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.MEETINGS: on_page, Action.SUMMARY: on_summary_button}
