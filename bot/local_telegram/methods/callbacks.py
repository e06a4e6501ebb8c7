"""answerCallbackQuery and answerInlineQuery: the bot's word to a press or a typed query."""

from __future__ import annotations

from dataclasses import replace

from bot.local_telegram import utf16
from bot.local_telegram.errors import bad_request
from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.markup import parse_text
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.rich import parse_rich_value
from bot.local_telegram.values import Content, Json, Query

MAX_TOAST_UNITS = 200
MAX_RESULTS = 50
INLINE_CACHE_S = 300
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """End the spinner on a button, with a toast or an alert if there is text."""
    arguments = call.arguments
    query = _open_query(call, call.world.callbacks, arguments.text("callback_query_id"))
    text = arguments.text("text") or ""
    if utf16.length(text) > MAX_TOAST_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": arguments.boolean("show_alert"), "url": arguments.text("url")}
    call.world.callbacks[query.id] = replace(query, answer=answer)
    call.world.changes.notify()
    return True


@method("answerInlineQuery")
def answer_inline_query(call: Call) -> bool:
    """Offer results to what somebody typed after the bot's name."""
    query = _open_query(call, call.world.inline_queries, call.arguments.text("inline_query_id"))
    results = call.arguments.objects("results")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    ids = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(one.encode()) <= 64 for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer: Json = {"results": [_checked_result(result) for result in results]}
    answer["next_offset"] = call.arguments.text("next_offset") or ""
    answer["button"] = call.arguments.json("button")
    call.world.inline_queries[query.id] = replace(query, answer=answer)
    call.world.changes.notify()
    return True


def _open_query(call: Call, queries: dict[str, Query], query_id: str | None) -> Query:
    query = queries.get(query_id or "")
    too_old = query is not None and call.world.clock.now() - query.asked > call.world.query_life_s
    if query is None or too_old or query.answer is not None:
        raise bad_request(_TOO_OLD)
    return query


def _checked_result(result: Json) -> Json:
    """An article with the content it would send, read now so that mistakes show now."""
    if result.get("type") != "article":
        raise bad_request("inline query results of this type are not served by the local Telegram")
    if not str(result.get("title", "")).strip():
        raise bad_request("article title must be non-empty")
    body = result.get("input_message_content")
    if not isinstance(body, dict):
        raise bad_request("input_message_content must be specified")
    keyboard = parse_keyboard(result.get("reply_markup"))
    shown: Json = {key: result[key] for key in ("id", "title", "description") if key in result}
    return {**shown, "content": _content(body), "keyboard": keyboard}


def _content(body: Json) -> Content:
    if "rich_message" in body:
        return Content(rich=parse_rich_value(body["rich_message"]))
    text = parse_text(str(body.get("message_text", "")), body.get("parse_mode"), body.get("entities"))
    if not text.text:
        raise bad_request("message text is empty")
    if utf16.length(text.text) > 4096:
        raise bad_request("message is too long")
    return Content(text=text)
