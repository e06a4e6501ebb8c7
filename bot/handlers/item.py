"""What more an answer has to show: the quoted words in their surroundings, and the rest of the item."""

import datetime

from telegram import Update

from bot import calendar, charts, texts
from bot.asking import answer, offers_of
from bot.handlers.browse import tell_case
from bot.handlers.start import open_item
from bot.keyboards import Action, AnswerButtons, answer_keyboard
from bot.outgoing import OutgoingFile
from bot.presses import OnPress, Pressed
from bot.render import compose
from bot.render.answer import render_proof, render_text
from bot.render.limits import CAPTION_UNITS, shorten
from bot.render.votes import vote_blocks
from bot.render.wording import item_reference, long_date
from bot.services import Handling, say, services
from bot.snapshots import language_of, pack_citation
from retrieval.errors import AssistantError
from retrieval.model.answers import Answer, Citation, Language, Table
from retrieval.model.minutes import AgendaItem


async def on_proof(pressed: Pressed, update: Update, context: Handling) -> None:
    """Shows the quoted words with the sentences around them, in their section."""
    citation = pressed.citation()
    if citation is None:
        await _tell(pressed, context, texts.BUTTON_EXPIRED)
        return
    room = services(context)
    try:
        proof = await room.workers.run(room.assistant.proof, citation)
    except AssistantError:
        await _tell(pressed, context, texts.NO_LONGER_HELD)
        return
    language = language_of(pressed.payload)
    content = render_proof(proof.heading, proof.before, proof.quote, proof.after, citation, language)
    keyboard = answer_keyboard(await _item_buttons(pressed, context, citation, language))
    await say(context, pressed.place, content, keyboard=keyboard, form=pressed.person.form)


async def _item_buttons(pressed: Pressed, context: Handling, citation: Citation, language: Language) -> AnswerButtons:
    room = services(context)
    key = room.state.keep(
        {"kind": "item", "language": language.value, "citations": [pack_citation(citation)]}, pressed.person.user_id
    )
    found = await _find(context, citation.meeting_key, citation.item) if citation.item else None
    offers = offers_of(found[1]) if found else None
    return AnswerButtons(
        key=key,
        language=language,
        decision=bool(offers and offers.decision),
        amounts=bool(offers and offers.amounts),
        votes=bool(offers and offers.votes),
        case=bool(offers and offers.case_number),
        calendar=bool(offers and offers.deadlines),
        wrong=False,
    )


async def on_decision(pressed: Pressed, update: Update, context: Handling) -> None:
    """Shows the whole decision."""
    if target := pressed.item():
        await open_item(update, context, *target)
    else:
        await _tell(pressed, context, texts.BUTTON_EXPIRED)


async def on_near(pressed: Pressed, update: Update, context: Handling) -> None:
    """Opens one of the near items of an answer that found nothing."""
    near = pressed.payload.get("near", [])
    if pressed.index < len(near):
        await open_item(update, context, near[pressed.index]["meeting_key"], near[pressed.index]["item"])
    else:
        await _tell(pressed, context, texts.BUTTON_EXPIRED)


async def on_amounts(pressed: Pressed, update: Update, context: Handling) -> None:
    """Shows the amounts of the item as a table."""
    if (target := pressed.item()) is None:
        await _tell(pressed, context, texts.NO_AMOUNTS)
        return
    assistant, language = services(context).assistant, language_of(pressed.payload)

    def work(_on_text: object, _cancelled: object) -> Answer:
        return assistant.amounts(*target, language)

    await answer(update, context, pressed.person, work, without=Action.AMOUNTS)


async def on_case(pressed: Pressed, update: Update, context: Handling) -> None:
    """Tells the item's case through all meetings."""
    numbers = [cited["case_number"] for cited in pressed.payload.get("citations", []) if cited["case_number"]]
    if numbers:
        await tell_case(update, context, numbers[0])
    else:
        await _tell(pressed, context, texts.BUTTON_EXPIRED)


async def on_votes(pressed: Pressed, update: Update, context: Handling) -> None:
    """Shows who voted how, as far as the minutes say it."""
    found = await _target(pressed, context)
    if found is None:
        return
    reference, item = found
    language = language_of(pressed.payload)
    blocks = vote_blocks(item, reference, language)
    await say(context, pressed.place, compose(blocks, structured=True), form=pressed.person.form)


async def on_chart(pressed: Pressed, update: Update, context: Handling) -> None:
    """Draws the answer's table; the caption holds the same numbers."""
    language = language_of(pressed.payload)
    tables = [Table(kept["caption"], tuple(map(tuple, kept["rows"]))) for kept in pressed.payload.get("tables", [])]
    series = next((found for table in tables if (found := charts.series_of(table, language))), None)
    if series is None:
        await _tell(pressed, context, texts.NO_CHART)
        return
    room = services(context)
    image = await room.workers.run(charts.draw, series)
    caption = charts.caption(series, language)
    await room.delivery.send_file(
        OutgoingFile(place=pressed.place, name="diagram.png", data=image, caption=caption, is_photo=True)
    )


async def on_calendar(pressed: Pressed, update: Update, context: Handling) -> None:
    """Sends the item's deadlines as a calendar file."""
    found = await _target(pressed, context)
    if found is None:
        return
    reference, item = found
    if not item.deadlines:
        await _tell(pressed, context, texts.NO_DEADLINES)
        return
    language = language_of(pressed.payload)
    meeting_key, _ = pressed.item() or ("", 0)
    stamp = datetime.datetime.now(datetime.UTC)
    lines = "\n".join(f"{long_date(entry.date, language)}: {entry.text.strip()}" for entry in item.deadlines)
    caption = shorten(texts.CALENDAR_CAPTION.in_(language, reference=reference, dates=lines), CAPTION_UNITS)
    data = calendar.calendar_file(meeting_key, item, reference, stamp)
    file = OutgoingFile(place=pressed.place, name=calendar.CALENDAR_NAME, data=data, caption=caption)
    await services(context).delivery.send_file(file)


async def _target(pressed: Pressed, context: Handling) -> tuple[str, AgendaItem] | None:
    """Reference and item that the button is about; tells the person where there is none."""
    target = pressed.item()
    found = await _find(context, *target) if target else None
    if found is None:
        await _tell(pressed, context, texts.NO_LONGER_HELD if target else texts.BUTTON_EXPIRED)
        return None
    committee_date, item = found
    reference = item_reference(committee_date[0], committee_date[1], item.number, language_of(pressed.payload))
    return reference, item


async def _find(
    context: Handling, meeting_key: str, number: int
) -> tuple[tuple[str, datetime.date | None], AgendaItem] | None:
    room = services(context)
    try:
        stored, item = await room.workers.run(room.assistant.item, meeting_key, number)
    except AssistantError:
        return None
    return (stored.meeting.committee, stored.meeting.date), item


async def _tell(pressed: Pressed, context: Handling, sentence: texts.Sentence) -> None:
    await say(context, pressed.place, render_text(sentence.in_(pressed.person.language)))


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {
        Action.PROOF: on_proof,
        Action.DECISION: on_decision,
        Action.ITEM: on_near,
        Action.AMOUNTS: on_amounts,
        Action.CASE: on_case,
        Action.VOTES: on_votes,
        Action.CHART: on_chart,
        Action.CALENDAR: on_calendar,
    }
