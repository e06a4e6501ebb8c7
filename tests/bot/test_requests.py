"""What the bot asks of Telegram, held against the published Bot API where it is at hand: another server is stricter."""

import json
import threading
from typing import Any

import pytest

from bot import progress
from bot.handlers.start import item_payload
from tests.bot.conftest import ADMIN, ANNA, BO, Chat
from tests.bot.fake_assistant import KEY
from tests.bot.test_asking import labels
from tests.local_telegram.test_conformance import SPEC, faults

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="the published API is not on this machine")
NEWER = {"sendMessageDraft": {"can_stop"}}  # Bot API 10.3


async def everything(chat: Chat) -> None:
    """Uses whatever the bot can do."""
    group = await chat.group([ANNA, BO], supergroup=True)
    await chat.ask(ANNA, "/start")
    answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    for label in ("[1] Beslutning", "Hele beslutningen", "Afstemning", "Sagen over tid", "Frister til kalender"):
        await chat.press(ANNA, answer, label)
    amounts = await chat.press(ANNA, answer, "Beløb")
    await chat.press(ANNA, amounts, "Vis diagram")
    query = chat.telegram.press(ANNA, answer["id"], "Svaret er forkert")["query_id"]
    await chat.telegram.until(lambda: chat.telegram.answer_of(query))
    listed = await chat.ask(ANNA, "/moeder")
    chat.telegram.press(ANNA, listed["id"], "Ældre møder")
    settings = await chat.ask(ANNA, "/indstillinger")
    chat.telegram.press(ANNA, settings["id"], "Kun tekst")
    await chat.telegram.until(lambda: len(chat.telegram.transcript.of("editMessageText")) == 2)
    await chat.ask(ANNA, "Hvad blev besluttet?")
    chat.telegram.open_link(BO, item_payload(KEY, 3))
    await chat.telegram.until_messages(BO, 1)
    await chat.ask(BO, "@referat_bot Hvad blev besluttet?", chat_id=group)
    chat.telegram.upload(ADMIN, "moede.md", "text/markdown", b"# Referat")
    await chat.telegram.until(lambda: chat.telegram.transcript.of("getFile"))
    found = chat.telegram.inline(ANNA, "cykelsti ved Åvej")
    await chat.telegram.until(lambda: chat.telegram.answer_of(found))
    chat.assistant.gate = threading.Event()
    chat.telegram.say(BO, "What was decided?")
    chat.telegram.say(ANNA, "@referat_bot Hvad blev besluttet?", chat_id=group)
    await chat.telegram.until(lambda: chat.telegram.screen(BO)["draft"])
    await chat.telegram.until(lambda: labels(chat.from_bot(ANNA, group)[-1]) == ["Stop"])
    chat.assistant.gate.set()
    await chat.telegram.until(lambda: labels(chat.from_bot(ANNA, group)[-1]) != ["Stop"])


async def test_every_request_is_what_the_published_api_asks_for(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("FIRST_SIGN_S", 0.01), ("FRAME_S", 0.01), ("NOTE_AFTER_S", 0.5)):  # drafts come before notes
        monkeypatch.setattr(progress, name, seconds)
    async with chat.bot():
        await everything(chat)
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    exchanges = chat.telegram.transcript.all()
    wrong = [fault for one in exchanges for fault in request_faults(spec, one.method, one.arguments)]
    assert wrong == []
    used = {one.method for one in exchanges}
    assert {"sendRichMessage", "sendMessageDraft", "editMessageText", "answerInlineQuery", "sendPhoto"} <= used


def request_faults(spec: Any, method: str, arguments: dict[str, Any]) -> list[str]:
    """Where a request's arguments are not those of the published method."""
    fields = {field["name"]: field for field in spec["methods"][method].get("fields", [])}
    known = set(fields) | NEWER.get(method, set())
    found = [f"{method}.{name}: unknown" for name in arguments if name not in known]
    needed = {name for name, one in fields.items() if one["required"] and "InputFile" not in one["types"]}  # a part
    found += [f"{method}.{name}: missing" for name in needed - arguments.keys()]
    for name in arguments.keys() & fields.keys():
        path, value = f"{method}.{name}", arguments[name]
        found += min((faults(spec, read(value, one), one, path) for one in fields[name]["types"]), key=len)
    return found


def read(value: Any, wanted: str) -> Any:
    """A form's text as the value it stands for."""
    if wanted in {"String", "InputFile"} or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
