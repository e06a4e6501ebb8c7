"""Whatever is sent, the server answers in the Bot API's form and goes on."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest

from bot.local_telegram.arguments import Arguments
from bot.local_telegram.methods import METHODS
from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA

ODD: list[Any] = [
    "",
    "x",
    "-1",
    "9" * 30,
    "1.5",
    "[]",
    "[1]",
    "{}",
    '{"a":1}',
    "[[]]",
    "[{}]",
    "null",
    "true",
    '"s"',
    "\x00",
    "🏛",
]
NAMES = (
    "text message_id message_ids draft_id action reply_markup reply_parameters rich_message entities parse_mode "
    "commands scope language_code callback_query_id inline_query_id results user_id reaction media document file_id "
    "offset limit message_thread_id menu_button allowed_updates name description short_description "
    "link_preview_options url"
)
USUAL = {
    "chat_id": ANNA,
    "text": "a",
    "message_id": 1,
    "draft_id": 1,
    "action": "typing",
    "rich_message": '{"html": "<p>a</p>"}',
    "message_ids": "[1]",
}
WRONG_RICH: list[Any] = [
    {"html": 5},
    {"html": ["a"]},
    {"markdown": "a"},
    {"blocks": "a"},
    {"blocks": [5]},
    {"blocks": [{"type": "table", "cells": [[5]]}]},
    {"blocks": [{"type": "table", "cells": 5}]},
    {"blocks": [{"type": "list", "items": [{"blocks": [{}]}]}]},
    {"blocks": [{"type": "buttons"}]},
    {"blocks": [{"type": "buttons", "buttons": [5]}]},
    {"blocks": [{"type": "mathematical_expression"}]},
    {"blocks": [{"type": "map"}]},
    {"blocks": [{"type": "anchor"}]},
    {"blocks": [{"type": "paragraph", "text": [5]}]},
    {"blocks": [{"type": "paragraph", "text": {"type": "button"}}]},
    {"blocks": [{"type": "table", "cells": [[{"text": "a", "colspan": "x"}]]}]},
    {"blocks": [{"type": "blockquote", "blocks": [{"type": "divider"}], "credit": 5}]},
]


async def ask(telegram: LocalTelegram, method: str, values: dict[str, Any]) -> None:
    status, body = await telegram.api.answer(telegram.token, method, Arguments(values))
    assert body["ok"] is (status == 200), (method, values, body)
    assert body["ok"] or body["error_code"] == status < 500, (method, values, body)
    json.dumps(body)


@pytest.fixture
def quiet() -> LocalTelegram:
    """A local Telegram that is asked without HTTP."""
    telegram = LocalTelegram(flood=False)
    telegram.say(ANNA, "/start")
    return telegram


@pytest.mark.parametrize("name", ["chat_id", *NAMES.split()])
async def test_odd_arguments_never_break_a_method(quiet: LocalTelegram, name: str) -> None:
    for method in METHODS:
        for value in ODD:
            await ask(quiet, method, {**USUAL, name: value})
            if not quiet.world.messages[ANNA]:
                quiet.say(ANNA, "igen")


@pytest.mark.parametrize("rich", WRONG_RICH)
async def test_wrong_rich_messages_never_break_it(quiet: LocalTelegram, rich: Any) -> None:
    await ask(quiet, "sendRichMessage", {"chat_id": ANNA, "rich_message": json.dumps(rich)})


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[5]]},
        {"inline_keyboard": [[{"text": 5, "callback_data": "a"}]]},
        {"inline_keyboard": [[{"text": "a", "copy_text": "b"}]]},
        {"inline_keyboard": [[{"text": "a", "callback_data": {"b": 1}}]]},
        {"inline_keyboard": [[{"text": "a", "callback_data": "b", "style": ["c"]}]]},
        [],
        5,
    ],
)
async def test_wrong_keyboards_never_break_it(quiet: LocalTelegram, markup: Any) -> None:
    await ask(quiet, "sendMessage", {"chat_id": ANNA, "text": "a", "reply_markup": json.dumps(markup)})


@pytest.mark.parametrize(
    "address", ["person=x", "", "person=1001&chat=x", "person=1001&seen=x", "person=1001&thread=x", "person=77"]
)
def test_odd_screens_are_told(telegram: LocalTelegram, address: str) -> None:
    answer = httpx.get(f"{telegram.root_url}/control/screen?{address}", trust_env=False)
    assert answer.status_code in {400, 404} and answer.json()["error"]


def test_a_body_that_is_too_large_is_refused_unread(telegram: LocalTelegram) -> None:
    connection = HTTPConnection(telegram.root_url.removeprefix("http://"))
    connection.putrequest("POST", f"/bot{telegram.token}/sendDocument")
    connection.putheader("Content-Length", str(200 * 2**20))
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["error_code"]) == (413, 413)
    connection.close()
