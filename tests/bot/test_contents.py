"""What is no fresh plain question: corrected words, pictures, sounds, forwarded messages, other bots, albums."""

from typing import Any

import pytest

from tests.bot.conftest import ADMIN, ANNA, BO, Chat
from tests.bot.fake_assistant import QUOTE, an_answer
from tests.bot.test_asking import words

FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
PHOTO = {"photo": [FILE | {"width": 9, "height": 9}]}
PLACE = {"latitude": 55.7, "longitude": 12.6}
KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "photo": (PHOTO, "Jeg kan ikke se billeder"),
    "video": ({"video": FILE | {"width": 9, "height": 9, "duration": 3}}, "Jeg kan ikke se billeder"),
    "voice": ({"voice": FILE | {"duration": 3}}, "Jeg kan ikke lytte"),
    "audio": ({"audio": FILE | {"duration": 3}}, "Jeg kan ikke lytte"),
    "video note": ({"video_note": FILE | {"length": 9, "duration": 3}}, "Jeg kan ikke lytte"),
    "location": ({"location": PLACE}, "Jeg kan ikke bruge et kort"),
    "venue": ({"venue": {"location": PLACE, "title": "t", "address": "a"}, "location": PLACE}, "Jeg kan ikke bruge"),
    "contact": ({"contact": {"phone_number": "4512345678", "first_name": "x"}}, "Det kan jeg ikke svare på"),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, "Det kan jeg ikke svare på"),
    "rich message": ({"rich_message": {"blocks": []}}, "Jeg kan kun læse tekst"),
    "something new": ({"hologram": {"id": 1}}, "Jeg kan kun læse tekst"),
}


def arrives(talk: Chat, kind: str = "message", **message: Any) -> None:
    """An update as Telegram would send it, of Anna's unless told otherwise."""
    number = message.pop("message_id", 900 + len(talk.telegram.transcript.all()))
    sender = {"id": ANNA, "is_bot": False, "first_name": "Anna", "language_code": "da"}
    place = {"id": ANNA, "type": "private", "first_name": "Anna"}
    body = {"message_id": number, "date": 1_700_000_000, "chat": place, "from": sender} | message
    talk.telegram.on_loop(lambda: talk.telegram.world.updates.push(kind, body))


async def answer_to(chat: Chat, **message: Any) -> dict[str, Any]:
    before = len(chat.from_bot(ANNA))
    arrives(chat, **message)
    return (await chat.telegram.until_messages(ANNA, before + 1))[-1]


async def test_every_kind_of_content_is_told_what_to_do_instead(chat: Chat) -> None:
    async with chat.bot():
        await chat.ask(ANNA, "/start")
        for number, (content, told) in enumerate(KINDS.values()):
            answer = await answer_to(chat, message_id=900 + number, **content)
            assert words(answer).startswith(told), content
    assert not chat.assistant.asked and not chat.refusals()


async def test_an_album_is_answered_once(chat: Chat) -> None:
    async with chat.bot():
        await chat.ask(ANNA, "/start")
        for number in range(3):
            arrives(chat, message_id=900 + number, media_group_id="a", **PHOTO)
        await chat.telegram.until_messages(ANNA, 2)
        await chat.ask(ANNA, "Hvad blev besluttet?")
    assert len(chat.from_bot(ANNA)) == 3


async def test_words_under_a_picture_or_a_file_are_a_question(chat: Chat) -> None:
    async with chat.bot():
        await chat.ask(ANNA, "/start")
        pictured = await answer_to(chat, caption="Hvad blev besluttet?", **PHOTO)
        chat.telegram.upload(ANNA, "brev.pdf", "application/pdf", b"%PDF", "Hvad koster cykelstien?")
        sent = (await chat.telegram.until_messages(ANNA, 3))[-1]
    assert QUOTE in words(pictured) and QUOTE in words(sent)
    assert [query.question for query in chat.assistant.asked] == ["Hvad blev besluttet?", "Hvad koster cykelstien?"]


async def test_a_forwarded_message_is_a_question(chat: Chat) -> None:
    origin = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Ida"}
    async with chat.bot():
        await chat.ask(ANNA, "/start")
        answer = await answer_to(chat, text="Hvad blev besluttet?", forward_origin=origin)
    assert QUOTE in words(answer)


async def test_a_corrected_question_corrects_its_answer(chat: Chat) -> None:
    async with chat.bot() as room:
        asked = chat.telegram.say(ANNA, "Hvad blev beslutet om cykelstien")
        first = (await chat.telegram.until_messages(ANNA, 1))[-1]
        await chat.telegram.until(lambda: room.state.counts()["turns"] == 2)
        chat.assistant.answer = an_answer(text="Udvalget godkendte cykelstien.")
        chat.telegram.edit(ANNA, asked.id, "Hvad blev besluttet om cykelstien?")
        await chat.telegram.until(lambda: "Udvalget godkendte cykelstien." in words(chat.from_bot(ANNA)[-1]))
        await chat.telegram.until(lambda: room.state.counts()["turns"] == 2)
    (answer,) = chat.from_bot(ANNA)
    assert answer["id"] == first["id"]
    corrected = chat.assistant.asked[1]
    assert corrected.question == "Hvad blev besluttet om cykelstien?" and not corrected.history


async def test_a_corrected_message_that_was_no_question_is_answered(chat: Chat) -> None:
    async with chat.bot():
        mistyped = chat.telegram.say(ANNA, "/sagg 05.01.00-G01-12-24")
        await chat.telegram.until_messages(ANNA, 1)
        chat.telegram.edit(ANNA, mistyped.id, "/sag 05.01.00-G01-12-24")
        case = (await chat.telegram.until_messages(ANNA, 2))[-1]
        chat.telegram.edit(ANNA, mistyped.id, "Hvad blev besluttet?")
        answer = (await chat.telegram.until_messages(ANNA, 3))[-1]
    assert "var på ét møde" in words(case) and QUOTE in words(answer)


async def test_a_correction_in_a_group_is_for_others_unless_the_bot_is_named(chat: Chat) -> None:
    async with chat.bot():
        group = await chat.group([ANNA, BO])
        said = chat.telegram.say(ANNA, "Hvad synes I?", chat_id=group)
        chat.telegram.edit(ANNA, said.id, "Hvad mener I?", group)
        chat.telegram.edit(ANNA, said.id, "@referat_bot Hvad blev besluttet?", group)
        await chat.telegram.until_messages(ANNA, 2, group)
    assert [query.question for query in chat.assistant.asked] == ["Hvad blev besluttet?"]


@pytest.mark.parametrize(
    "message",
    [
        {"text": "Hvad?", "via_bot": {"id": 4242424242, "is_bot": True, "first_name": "Referat"}},
        {"text": "Hvad?", "from": {"id": 77, "is_bot": True, "first_name": "En anden bot"}},
    ],
    ids=["our own words", "another bot"],
)
async def test_neither_our_own_words_nor_another_bots_are_answered(chat: Chat, message: dict[str, Any]) -> None:
    async with chat.bot():
        await chat.ask(ANNA, "/start")
        arrives(chat, **message)
        await chat.ask(ANNA, "Hvad blev besluttet?")
    assert [query.question for query in chat.assistant.asked] == ["Hvad blev besluttet?"]


async def test_an_administrators_file_in_a_group_is_for_the_group(chat: Chat) -> None:
    async with chat.bot():
        group = await chat.group([ADMIN, ANNA])
        chat.telegram.on_loop(
            lambda: chat.telegram.side.upload(ADMIN, "moede.md", "text/markdown", b"# Referat", chat_id=group)
        )
        await chat.ask(ANNA, "@referat_bot Hvad blev besluttet?", chat_id=group)
    assert not chat.assistant.ingested


async def test_updates_of_other_kinds_are_passed_over(chat: Chat) -> None:
    channel = {"message_id": 5, "date": 1_700_000_000, "chat": {"id": -1009, "type": "channel", "title": "Nyt"}}
    async with chat.bot():
        for kind in ("channel_post", "edited_channel_post"):
            arrives(chat, kind, text="/start", **channel)
        chat.telegram.on_loop(lambda: chat.telegram.world.updates.push("poll", {"id": "1", "question": "?"}))
        chat.telegram.on_loop(lambda: chat.telegram.world.updates.push("novelty", {"id": "1"}))
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert QUOTE in words(answer) and not chat.refusals()
    assert {one.arguments.get("chat_id") for one in chat.telegram.transcript.of("sendRichMessage")} == {str(ANNA)}
