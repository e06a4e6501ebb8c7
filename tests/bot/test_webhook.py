"""Telegram comes to the bot: who may, what is taken, and what would otherwise come for ever."""

import json

import httpx
import pytest

from bot.state import State
from bot.webhook import Webhook
from retrieval.errors import StateError
from tests.bot.conftest import ANNA, Chat
from tests.bot.fake_assistant import QUOTE
from tests.bot.test_asking import words

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}
WORDS = "hemmeligtord"
UNREADABLE = {
    "no JSON": f"{{{WORDS}".encode(),
    "no text": b"\xff\xfe\x00",
    "empty": b"",
    "a list": b"[1]",
    "no id": json.dumps({"message": {"text": WORDS}}).encode(),
    "an id that is no number": json.dumps({"update_id": WORDS}).encode(),
    "an id beyond all": json.dumps({"update_id": 2**80}).encode(),
    "without end": b'{"update_id": 7, "message": ' + b"[" * 100_000,
    "a message without a chat": json.dumps({"update_id": 8, "message": {"message_id": 5, "text": WORDS}}).encode(),
    "a message that is a word": json.dumps({"update_id": 9, "message": WORDS}).encode(),
    "nested beyond reading": b'{"update_id": 10, "message": '
    + b'{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"reply_to_message":' * 5000
    + b"null"
    + b"}" * 5001,
}


@pytest.fixture
def hook(unused_tcp_port: int) -> Webhook:
    url = f"http://127.0.0.1:{unused_tcp_port}/hook"
    return Webhook(url=url, secret_token="s3cret", port=unused_tcp_port, path="hook")


async def test_a_question_that_arrives_by_webhook_is_answered(chat: Chat, hook: Webhook) -> None:
    async with chat.bot(webhook=hook):
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert QUOTE in words(answer)
    assert _last_error(chat) == ""


@pytest.mark.parametrize("given", ["", "no", "s3cre", "s3cret2", "æ".encode().decode("latin-1")])
async def test_whoever_does_not_know_the_secret_is_refused(chat: Chat, hook: Webhook, given: str) -> None:
    async with chat.bot(webhook=hook) as services, httpx.AsyncClient(trust_env=False) as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": given.encode("latin-1")} if given else {}
        forged = await client.post(hook.url, json={"update_id": 1}, headers=headers)  # type: ignore[arg-type]
        assert services.state.receive({1: "anything"})
    assert forged.status_code == 403


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_cannot_be_read_is_dropped_and_not_sent_again(
    chat: Chat, hook: Webhook, body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    async with chat.bot(webhook=hook):
        async with httpx.AsyncClient(trust_env=False) as client:
            told = await client.post(hook.url, content=body, headers=SECRET)
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert told.status_code == 200
    assert QUOTE in words(answer)
    written = "".join(capfd.readouterr())
    assert "update_unreadable" in written and WORDS not in written


async def test_what_cannot_be_kept_now_comes_again(chat: Chat, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> set[int]:
        raise StateError("the disk is full")

    async with chat.bot(webhook=hook):
        with monkeypatch.context() as broken:
            broken.setattr(State, "receive", full)
            chat.telegram.say(ANNA, "Hvad blev besluttet?")
            await chat.telegram.until(lambda: "503" in _last_error(chat))
            assert not chat.from_bot(ANNA)
        answer = (await chat.telegram.until_messages(ANNA, 1))[-1]
    assert QUOTE in words(answer)


def _last_error(chat: Chat) -> str:
    """What Telegram noted of the webhook."""
    webhook = chat.telegram.world.webhook
    return (webhook.last_error or "") if webhook else "no webhook is set"


def test_the_secret_is_not_shown(hook: Webhook) -> None:
    assert "s3cret" not in repr(hook)
