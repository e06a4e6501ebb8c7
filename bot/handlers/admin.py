"""What administrators do: add minutes by sending a document, and look at the status."""

import datetime
from pathlib import PurePath

import structlog
from telegram import Document, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot import commands, texts
from bot.addressing import question_in
from bot.handlers.ask import on_text
from bot.outgoing import Form, OutgoingMessage
from bot.port import IngestResult
from bot.render.answer import render_text
from bot.render.wording import item_reference
from bot.services import AnyHandler, Handling, Person, Services, person_of, place_of, services, tell
from bot.texts import Sentence
from retrieval.errors import AssistantError

log = structlog.get_logger(__name__)

FETCH_LIMIT_MB = 20  # getFile
KINDS = (".md", ".txt", ".html", ".htm", ".pdf", ".docx", ".json")
_OUTCOMES: dict[str, Sentence] = {
    "new": texts.UPLOAD_NEW,
    "same": texts.UPLOAD_SAME,
    "changed": texts.UPLOAD_CHANGED,
    "superseded": texts.UPLOAD_SUPERSEDED,
    "withdrawn": texts.UPLOAD_WITHDRAWN,
}


async def on_document(update: Update, context: Handling) -> None:
    """Adds the minutes an administrator sends; others are answered by their words, or told why they cannot."""
    message = update.effective_message
    if message is None or message.document is None:
        return
    person = await person_of(update, context)
    addressed = question_in(message, services(context).username, context.bot.id) is not None
    if person.user_id not in services(context).admins:
        if message.caption:
            await on_text(update, context)
        elif addressed:
            await tell(update, context, texts.UPLOAD_REFUSED)
        return
    if not addressed:  # a file for the others of a group
        return
    document = message.document
    if PurePath(document.file_name or "").suffix.lower() not in KINDS:
        await tell(update, context, texts.UPLOAD_TYPE, kinds=", ".join(KINDS))
    elif (document.file_size or 0) > FETCH_LIMIT_MB * 1_000_000:
        await tell(update, context, texts.UPLOAD_SIZE, limit=FETCH_LIMIT_MB)
    else:
        await _add(update, context, document, person)


async def _add(update: Update, context: Handling, document: Document, person: Person) -> None:
    """Reads the document; one message tells first that it is being read, then what became of it."""
    room = services(context)
    name = PurePath(document.file_name or "").name
    note = await tell(update, context, texts.UPLOAD_READING, name=name)
    file = await document.get_file()
    data = bytes(await file.download_as_bytearray())
    try:
        result = await room.workers.run(room.assistant.ingest_bytes, name, data)
        meeting = await room.workers.run(_meeting_line, room, result, person)
        text = _OUTCOMES[str(result.change)].in_(person.language, name=name, meeting=meeting).strip()
    except AssistantError as error:
        log.warning("upload_failed", error=type(error).__name__)
        text = texts.UPLOAD_FAILED.in_(person.language, name=name, reason=str(error))
    message = OutgoingMessage(place=place_of(update), content=render_text(text))
    await room.delivery.edit(message, note.last_id, Form.PLAIN)


def _meeting_line(room: Services, result: IngestResult, person: Person) -> str:
    for info in room.assistant.meetings():
        if info.key == result.meeting_key:
            return item_reference(info.committee, info.date, 0, person.language) + "."
    return ""


async def on_status(update: Update, context: Handling) -> None:
    """Tells an administrator how things stand."""
    room = services(context)
    person = await person_of(update, context)
    if person.user_id not in room.admins:
        await tell(update, context, texts.STATUS_ADMINS_ONLY)
        return
    held = await room.workers.run(room.assistant.meetings)
    coverage = await room.workers.run(room.assistant.coverage, person.language)
    added = [await room.workers.run(told, person.language) for told in room.on_status]
    await tell(
        update,
        context,
        texts.STATUS,
        uptime=datetime.timedelta(seconds=int(room.clock() - room.counters.started)),
        meetings=len(held),
        running=len(room.running),
        answered=room.counters.answered,
        errors=room.counters.errors + room.delivery.problems,
        feedback=room.state.counts()["feedback"],
        coverage="\n".join([coverage, *added]),
    )


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler(commands.STATUS.names, on_status, new),
        MessageHandler(new & filters.Document.ALL, on_document),
    ]
