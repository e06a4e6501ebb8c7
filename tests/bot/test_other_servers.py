"""Servers that are stricter, older or more broken than ours: the answer arrives all the same."""

import json
import threading
from typing import Any

import pytest

from bot import progress
from bot.local_telegram.faults import Fault, FaultKind
from bot.observability.request import USUAL_WAIT_S, understood
from tests.bot.conftest import ANNA, BO, Chat
from tests.bot.fake_assistant import QUOTE
from tests.bot.test_asking import words


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (404, "Not Found: method not found"),
        (400, "Bad Request: RICH_MESSAGE_HTML_INVALID"),
        (400, "Bad Request: rich messages are not supported"),
        (400, "Bad Request: message text is empty"),
    ],
)
async def test_a_server_that_takes_no_rich_messages(chat: Chat, code: int, description: str) -> None:
    refusal = Fault(FaultKind.REFUSE, "sendRichMessage", code=code, description=description, times=9)
    chat.telegram.fault(refusal)
    async with chat.bot():
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert "rich" not in answer and QUOTE in answer["text"]


@pytest.mark.parametrize(
    ("code", "description"),
    [(404, "Not Found"), (400, "Bad Request: TEXTDRAFT_PEER_INVALID"), (500, "Internal Server Error")],
)
async def test_a_server_that_takes_no_drafts_shows_typing_instead(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, code: int, description: str
) -> None:
    for name in ("FIRST_SIGN_S", "FRAME_S"):
        monkeypatch.setattr(progress, name, 0.01)
    refusal = Fault(FaultKind.REFUSE, "sendMessageDraft", code=code, description=description, times=99)
    chat.telegram.fault(refusal)
    chat.assistant.gate = threading.Event()
    async with chat.bot():
        chat.telegram.say(ANNA, "Hvad blev besluttet?")
        await chat.telegram.until(lambda: chat.telegram.screen(ANNA)["actions"])
        chat.assistant.gate.set()
        answer = (await chat.telegram.until_messages(ANNA, 1))[-1]
    assert QUOTE in words(answer)


async def test_a_server_without_any_sign_of_life(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_SIGN_S", "FRAME_S"):
        monkeypatch.setattr(progress, name, 0.01)
    for method in ("sendMessageDraft", "sendChatAction"):
        chat.telegram.fault(Fault(FaultKind.REFUSE, method, code=404, description="Not Found", times=99))
    chat.assistant.gate = threading.Event()
    async with chat.bot():
        chat.telegram.say(ANNA, "Hvad blev besluttet?")
        await chat.telegram.until(lambda: chat.telegram.transcript.of("sendChatAction"))
        chat.assistant.gate.set()
        answer = (await chat.telegram.until_messages(ANNA, 1))[-1]
    assert QUOTE in words(answer)


async def test_a_server_that_refuses_every_menu(chat: Chat) -> None:
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        chat.telegram.fault(Fault(FaultKind.REFUSE, method, code=404, description="Not Found", times=99))
    async with chat.bot():
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
        await chat.telegram.until(lambda: chat.telegram.transcript.of("setMyShortDescription"))
    assert QUOTE in words(answer)


async def test_an_update_the_client_cannot_read_is_passed_over(chat: Chat) -> None:
    async with chat.bot():
        chat.telegram.say(ANNA, "Hvad blev besluttet?")
        for kind, value in (("poll", {"id": "1"}), ("message", {"message_id": 5, "text": "uden chat"})):
            chat.telegram.on_loop(lambda kind=kind, value=value: chat.telegram.world.updates.push(kind, value))
        chat.telegram.say(BO, "What was decided?")
        await chat.telegram.until_messages(ANNA, 1)
        answer = (await chat.telegram.until_messages(BO, 1))[-1]
        again = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert QUOTE in words(answer) and QUOTE in words(again)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"ok":true,"result":1}', (200, {"ok": True, "result": 1})),
        (200, b"<html>hello</html>", (502, {"description": "Bad Gateway: the answer is no JSON"})),
        (502, b"<html>bad gateway</html>", (502, None)),
        (429, b'{"parameters":{"retry_after":7}}', (429, {"parameters": {"retry_after": 7}})),
        (429, b'{"description":"Too Many Requests: retry after 12"}', (429, 12)),
        (429, b"<html>slow down</html>", (429, USUAL_WAIT_S)),
        (429, b'{"parameters":null}', (429, USUAL_WAIT_S)),
    ],
)
def test_what_a_gateway_answers_is_understood(status: int, body: bytes, expected: tuple[int, Any]) -> None:
    code, told = understood(status, body)
    wanted = expected[1]
    assert code == expected[0]
    if isinstance(wanted, int):
        assert json.loads(told)["parameters"]["retry_after"] == wanted
    else:
        assert told == body if wanted is None else json.loads(told) == wanted
