"""Inline mode: a cited decision dropped into any chat."""

from functools import partial

import structlog
from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import InlineQueryHandler

from bot import texts
from bot.personal import without_personal_numbers
from bot.render.answer import inline_html
from bot.render.limits import shorten
from bot.render.wording import item_reference
from bot.services import AnyHandler, Handling, Person, Services, person_of, services
from retrieval.errors import AssistantError
from retrieval.model.answers import Answer, ItemHit, Query

log = structlog.get_logger(__name__)

SHORTEST = 4  # characters; people type on
RESULTS = 5
CACHE_S = 60


async def on_inline(update: Update, context: Handling) -> None:
    """Offers the answer and the decisions of the nearest items."""
    asked = update.inline_query
    if asked is None:
        return
    room, person = services(context), await person_of(update, context)
    question = without_personal_numbers(asked.query.strip())
    results: list[InlineQueryResultArticle] = []
    if len(question) >= SHORTEST and not room.questions.wait_s(person.user_id):
        results = await room.workers.answer(partial(_results, room, question, person))
    label = texts.INLINE_NOTHING if len(question) >= SHORTEST and not results else texts.INLINE_HINT
    button = InlineQueryResultsButton(label.in_(person.language), start_parameter="start")
    try:
        await asked.answer(results, cache_time=CACHE_S, is_personal=True, button=button)
    except TelegramError as error:  # the person has typed on, the query is too old
        log.info("inline_not_answered", error=type(error).__name__)


def _results(room: Services, question: str, person: Person) -> list[InlineQueryResultArticle]:
    try:
        found = [room.assistant.ask(Query(question), language=person.answer_language, user=person.budget)]
        hits = room.assistant.search(Query(question), RESULTS)
        found += [_decision(room, hit, person) for hit in hits if hit.item]
    except AssistantError as error:
        log.warning("inline_failed", error=type(error).__name__)
        return []
    cited = [answer for answer in found if answer.found and answer.citations]
    return [_article(number, answer) for number, answer in enumerate(cited[:RESULTS])]


def _decision(room: Services, hit: ItemHit, person: Person) -> Answer:
    return room.assistant.whole_decision(hit.meeting_key, hit.item, person.language)


def _article(number: int, answer: Answer) -> InlineQueryResultArticle:
    first = answer.citations[0]
    title = answer.question if number == 0 else first.title
    content = InputTextMessageContent(
        inline_html(answer), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    where = item_reference(first.committee, first.meeting, first.item, answer.language)
    return InlineQueryResultArticle(
        str(number), shorten(title, 120) or where, content, description=shorten(f"{where}. {answer.text}", 200)
    )


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    return [InlineQueryHandler(on_inline)]
