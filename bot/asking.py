"""From a question to a delivered answer: limits, the conversation, signs of life, stopping, buttons, memory."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from telegram import Update

from bot import texts
from bot.keyboards import Action, AnswerButtons, answer_keyboard
from bot.observability.metrics import Stage
from bot.outgoing import Content, Form, Keyboard, OutgoingMessage, Sent
from bot.personal import without_personal_numbers
from bot.progress import Progress
from bot.render.answer import lists_items, render_answer, tells_of_minutes
from bot.render.wording import near_label, source_labels
from bot.services import Handling, Person, Running, Services, form_at, person_of, place_of, services, tell
from bot.snapshots import near_items, pack_answer
from bot.state import Conversation
from bot.texts import Sentence
from retrieval.errors import AssistantError, BadInput
from retrieval.model.answers import Answer, Language, Query
from retrieval.model.minutes import AgendaItem

log = structlog.get_logger(__name__)

EVERYBODY = 0  # nobody has this id
SHORTEST_WAIT_S = 2  # that is told: one second is over before it is read
QUESTION_LIMIT = 2000  # characters; a question is a sentence or two
Work = Callable[[Callable[[str], None], Callable[[], bool]], Answer]


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it will be sent; what its buttons stand for is kept under `key`, so that they survive a restart."""

    answer: Answer
    key: str
    content: Content
    keyboard: Keyboard


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to keep for follow-ups, and the message it was asked in (0 = by a button)."""

    question: str
    asked_in: int
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class Offers:
    """What more an item has to show."""

    decision: bool = False
    amounts: bool = False
    votes: bool = False
    deadlines: bool = False
    case_number: str = ""


def offers_of(item: AgendaItem) -> Offers:
    """What an item offers; a closed one offers nothing."""
    if not item.is_open:
        return Offers()
    return Offers(
        decision=item.decision is not None,
        amounts=bool(item.amounts),
        votes=bool(item.votes),
        deadlines=bool(item.deadlines),
        case_number=item.case_number,
    )


async def ask(update: Update, context: Handling, question: str) -> None:
    """Answers a plain question with the conversation before it; an edited one in the place of its first answer."""
    if len(question) > QUESTION_LIMIT:
        await tell(update, context, texts.QUESTION_TOO_LONG, limit=QUESTION_LIMIT)
        return
    question = without_personal_numbers(question)
    person = await person_of(update, context)
    where = conversation_of(update, person)
    message = update.effective_message
    reply = message.reply_to_message if message else None
    assistant = services(context).assistant

    def work(on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        history = services(context).state.history(where, reply.message_id if reply else 0)
        query = Query(question, history)
        return assistant.ask_streaming(query, on_text, cancelled, language=person.answer_language, user=person.budget)

    asked_in = message.message_id if message and update.callback_query is None else 0
    asking = Asking(question, asked_in, is_edit=bool(update.edited_message))
    await answer(update, context, person, work, remember=asking)


async def answer(
    update: Update,
    context: Handling,
    person: Person,
    work: Work,
    *,
    remember: Asking | None = None,
    missing: Sentence = texts.ITEM_UNKNOWN,
    without: Action | None = None,
) -> None:
    """Runs the work under the person's quota, shows signs of life, and delivers what comes of it.

    `missing` is told where what was named is not held; `without` is the button that would only show the same again.
    """
    room = services(context)
    if await _put_off(update, context, person):
        return
    where = conversation_of(update, person)
    async with room.lock(where):
        note_id = 0
        if remember and remember.is_edit:
            earlier = await asyncio.to_thread(room.state.take_back, where, remember.asked_in)
            note_id = earlier.answer_id if earlier else 0
        progress = Progress(room, place_of(update), person, Running(person.user_id), note_id=note_id)
        found = await _work(room, progress, work, without)
        if found is None:
            await _replace(room, progress, texts.STOPPED.in_(person.language))
        elif isinstance(found, AssistantError):
            sentence = missing if isinstance(found, BadInput) else texts.MINUTES_UNAVAILABLE
            await _replace(room, progress, sentence.in_(person.language))
        else:
            sent = await _deliver(room, progress, found)
            await asyncio.to_thread(_remember, room, where, remember, found, sent)


def _remember(room: Services, where: Conversation, asked: Asking | None, found: Ready, sent: Sent) -> None:
    room.state.show(found.key, where.user_id, where.chat_id, sent.last_id)
    if asked:
        room.state.remember(where, asked.question, found.answer.text, sent.last_id, asked_in=asked.asked_in)


async def _put_off(update: Update, context: Handling, person: Person) -> bool:
    """Whether the person must wait, by their own limit or by that of everybody together; now and then it is told."""
    room = services(context)
    if wait := room.questions.wait_s(person.user_id):
        limit, sentence = "person", texts.TOO_MANY
    elif wait := room.questions_of_all.wait_s(EVERYBODY):
        limit, sentence = "everybody", texts.BUSY
    else:
        return False
    room.metrics.limited(limit)
    if room.questions.may_tell(person.user_id):
        await tell(update, context, sentence, seconds=max(SHORTEST_WAIT_S, int(wait) + 1))
    return True


async def _work(
    room: Services, progress: Progress, work: Work, without: Action | None
) -> Ready | AssistantError | None:
    """The answer, None where it was stopped, or the error that the person is told about."""
    running = progress.running
    room.running[progress.key] = running

    def whole_work() -> Ready | None:
        found = work(progress.on_text, lambda: running.cancelled)
        return None if running.cancelled else _make_ready(room, progress, found, without)

    task = asyncio.create_task(room.workers.answer(whole_work))
    try:
        await progress.until_done(task)
        return None if running.cancelled else await task
    except AssistantError as error:
        room.counters.errors += 1
        log.warning("answer_failed", error=type(error).__name__)
        return error
    finally:
        room.running.pop(progress.key, None)
        task.add_done_callback(_ignore_outcome)


def _ignore_outcome(task: "asyncio.Task[Ready | None]") -> None:
    """Takes the outcome of work that nobody waits for any more, so that it is not reported as forgotten."""
    if not task.cancelled():
        task.exception()


async def _replace(room: Services, progress: Progress, text: str) -> None:
    """Puts a sentence where the answer would have stood."""
    message = OutgoingMessage(place=progress.place, content=_plain(text))
    if progress.note_id:
        await room.delivery.edit(message, progress.note_id, Form.PLAIN)
    else:
        await room.delivery.send(message, Form.PLAIN)


def _plain(text: str) -> Content:
    return Content(html=(text,), plain=(text,))


async def _deliver(room: Services, progress: Progress, found: Ready) -> Sent:
    """Sends an answer with its buttons, in the place of the message that stands in for it where there is one."""
    told, form = found.answer, form_at(progress.place, progress.person.form)
    room.counters.answered += 1
    room.metrics.answered(told)
    log.info("answered", found=told.found, cited=len(told.citations), engine=told.engine, ms=round(told.latency_ms))
    message = OutgoingMessage(place=progress.place, content=found.content, keyboard=found.keyboard)
    with room.metrics.timing(Stage.DELIVERING):
        if progress.note_id:
            return await room.delivery.edit(message, progress.note_id, form)
        return await room.delivery.send(message, form)


def _make_ready(room: Services, progress: Progress, found: Answer, without: Action | None) -> Ready:
    """Puts the message of an answer together; runs in the assistant's thread, so that nobody else waits for it."""
    key = room.state.keep(pack_answer(found), progress.person.user_id, found.id)
    keyboard = _buttons(room, key, found, without, in_group=progress.place.is_group)
    return Ready(found, key, render_answer(found), keyboard)


def _buttons(room: Services, key: str, found: Answer, without: Action | None, *, in_group: bool) -> Keyboard:
    """The buttons under an answer."""
    offers = _offers(room, found)
    language = found.language
    return answer_keyboard(
        AnswerButtons(
            key=key,
            language=language,
            sources=source_labels(found.quoted, language),
            near=tuple(near_label(hit, language) for hit in near_items(found)),
            decision=offers.decision and without is not Action.DECISION,
            amounts=offers.amounts and without is not Action.AMOUNTS,
            chart=_has_chart(found, language),
            votes=offers.votes,
            case=bool(offers.case_number) and without is not Action.CASE,
            calendar=offers.deadlines,
            follow=_follow_label(room, offers, language),
            private_url=f"https://t.me/{room.username}?start={question_payload(key)}" if in_group else "",
            wrong=tells_of_minutes(found),
        )
    )


def question_payload(key: str) -> str:
    """The deep-link payload that asks the question of a kept answer again, in private."""
    return f"q{key}"


def _follow_label(room: Services, offers: Offers, language: Language) -> str:
    return texts.FOLLOW_CASE.in_(language) if room.can_follow and offers.case_number else ""


def _has_chart(found: Answer, language: Language) -> bool:
    from bot.charts import series_of

    return any(series_of(table, language) is not None for table in found.tables)


def _offers(room: Services, found: Answer) -> Offers:
    """What the first cited item offers; of several that stand side by side only what holds for all: their case."""
    cited = next((citation for citation in found.citations if citation.item), None)
    if cited is None:
        return Offers()
    try:
        _, item = room.assistant.item(cited.meeting_key, cited.item)
    except AssistantError:  # withdrawn since: the answer still stands, without these buttons
        return Offers()
    offers = offers_of(item)
    if not lists_items(found):
        return offers
    cases = {one.case_number for one in found.quoted}
    return Offers(case_number=offers.case_number if len(cases) == 1 else "")


def conversation_of(update: Update, person: Person) -> Conversation:
    """Whose conversation a message belongs to."""
    place = place_of(update)
    return Conversation(chat_id=place.chat_id, thread_id=place.thread_id, user_id=person.user_id)
